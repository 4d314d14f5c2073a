-- Reactions, edits and revocations of ours that the send queue has, and those that the provider refused.
CREATE TABLE gesture (
    -- under which the send queue has it
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    message TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- the row of alteration that it is
    target TEXT NOT NULL,
    kind TEXT NOT NULL,
    slot TEXT NOT NULL,
    told_at INTEGER NOT NULL,
    -- what stood in its place before, as JSON
    replaced TEXT,
    -- why the provider refused it; null while it is on its way
    error_code TEXT,
    error_text TEXT
);

CREATE INDEX gesture_by_message ON gesture (message);
