-- engine: postgres
-- So that another instance stores no more where it would be lost.
LOCK TABLE webhook IN SHARE ROW EXCLUSIVE MODE;

-- engine: both
-- Webhooks as they came, byte for byte, for as long as they are kept: the ones that were committed together in one row.
CREATE TABLE webhook_batch (
    -- When they came, in milliseconds since 1970, times 2^20, and a number.
    id INTEGER NOT NULL PRIMARY KEY,
    -- JSON: for each webhook, in their order, its channel, its event's id and its length in bytes.
    keys TEXT NOT NULL,
    -- One behind the other.
    bodies BLOB NOT NULL
);

-- A repetition is known by it.
CREATE TABLE known_webhook (
    -- The event's own id; of one without an id, a hash of its bytes.
    event_id TEXT NOT NULL,
    -- Of the channel that the session belongs to; empty for a session that nobody knows.
    channel TEXT NOT NULL,
    PRIMARY KEY (event_id, channel)
) WITHOUT ROWID;

INSERT INTO known_webhook (event_id, channel) SELECT event_id, channel FROM webhook;

INSERT INTO webhook_batch (id, keys, bodies)
SELECT received_at * 1048576 + ROW_NUMBER() OVER (ORDER BY received_at, event_id, channel),
    '{"webhooks":[{"channel":"' || channel || '","id":"' || REPLACE(REPLACE(event_id, '\', '\\'), '"', '\"')
        || '","length":' || LENGTH(body) || '}]}',
    body
FROM webhook;

DROP TABLE webhook;
