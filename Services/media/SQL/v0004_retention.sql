-- How long files are kept; for ever where there is no row.
CREATE TABLE retention (
    workspace TEXT NOT NULL,
    class TEXT NOT NULL,
    days INTEGER NOT NULL,
    PRIMARY KEY (workspace, class)
);

-- The bytes in the content store, each once, whatever needs them. Times are milliseconds since 1970.
CREATE TABLE content (
    sha256 TEXT NOT NULL PRIMARY KEY,
    -- When to see whether anything still needs them; null when something does.
    check_at INTEGER,
    -- 1 once nothing does, until the file is gone. Nothing may come to need them then.
    doomed INTEGER NOT NULL
);

CREATE INDEX content_by_check ON content (check_at) WHERE check_at IS NOT NULL;

CREATE INDEX media_by_age ON media (workspace, class, kept_since) WHERE state = 'ready' AND pinned = 0;

CREATE INDEX media_by_content ON media (sha256) WHERE state = 'ready';

CREATE INDEX derived_by_content ON derived (sha256);
