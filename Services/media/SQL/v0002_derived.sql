-- Files made of other files' bytes, of whatever workspace: once for each content. Times are milliseconds since 1970.
CREATE TABLE derived (
    -- The bytes that it was made of, by their hash.
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Null when nothing could be made of them.
    sha256 TEXT,
    size INTEGER,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (source, kind)
);
