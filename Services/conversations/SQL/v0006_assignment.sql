-- Who follows up a conversation, and who did.

CREATE TABLE assignment (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    conversation TEXT NOT NULL,
    staff TEXT NOT NULL,
    -- ids of staff; null when no person did it
    assigned_by TEXT,
    from_at INTEGER NOT NULL,
    -- null while it runs
    to_at INTEGER,
    ended_by TEXT
);

CREATE INDEX assignment_by_conversation ON assignment (conversation, from_at, id);
-- One at a time.
CREATE UNIQUE INDEX assignment_running ON assignment (conversation) WHERE to_at IS NULL;
