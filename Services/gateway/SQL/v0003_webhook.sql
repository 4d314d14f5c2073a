-- Webhooks as they came, byte for byte, for as long as they are kept. Times are milliseconds since 1970.
CREATE TABLE webhook (
    -- Of the channel that the session belongs to; empty for a session that nobody knows.
    channel TEXT NOT NULL,
    -- The event's own id; of one without an id, a hash of its bytes. A repetition is known by it.
    event_id TEXT NOT NULL,
    event TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (event_id, channel)
);

CREATE INDEX webhook_by_time ON webhook (received_at);
