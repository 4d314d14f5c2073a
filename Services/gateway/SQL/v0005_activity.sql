-- Who did what: a chain of entries per workspace, only ever added to. Times are milliseconds since 1970.
CREATE TABLE activity (
    workspace TEXT NOT NULL,
    -- 1 for the workspace's first; there are no gaps.
    number INTEGER NOT NULL,
    -- Never before that of the entry before.
    at INTEGER NOT NULL,
    staff TEXT,
    -- The API token by which it was done.
    token TEXT,
    action TEXT NOT NULL,
    -- What it was done to, and what inside of that.
    object TEXT,
    part TEXT,
    ip TEXT,
    outcome TEXT NOT NULL,
    -- Of the request: its entry is written once. Null for what no request brought.
    request TEXT,
    -- The SHA-256 of the hash before and of all of the above.
    hash TEXT NOT NULL,
    PRIMARY KEY (workspace, number)
);

CREATE UNIQUE INDEX activity_by_request ON activity (workspace, request) WHERE request IS NOT NULL;
CREATE INDEX activity_by_time ON activity (workspace, at, number);
CREATE INDEX activity_by_staff ON activity (workspace, staff, number) WHERE staff IS NOT NULL;
CREATE INDEX activity_by_action ON activity (workspace, action, number);
CREATE INDEX activity_by_object ON activity (workspace, object, number) WHERE object IS NOT NULL;
CREATE INDEX activity_by_part ON activity (workspace, part, number) WHERE part IS NOT NULL;

-- Where each chain ends. Whoever adds to it has its row locked until the commit.
CREATE TABLE activity_head (
    workspace TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    hash TEXT NOT NULL
);
