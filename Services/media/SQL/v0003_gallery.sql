-- Files that are uploaded once and used many times. Times are milliseconds since 1970.
CREATE TABLE gallery (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    media TEXT NOT NULL,
    title TEXT NOT NULL,
    -- With commas between them.
    tags TEXT NOT NULL,
    -- What is searched, in lower case.
    folded TEXT NOT NULL,
    -- The staff member; null for other programs.
    uploaded_by TEXT,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, id),
    UNIQUE (workspace, media)
);
