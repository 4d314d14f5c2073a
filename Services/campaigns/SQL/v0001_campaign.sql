-- Campaigns. Times are milliseconds since 1970.
CREATE TABLE campaign (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    title TEXT NOT NULL,
    channel TEXT NOT NULL,
    text TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    version INTEGER NOT NULL,
    -- 1 while its counts have changed and nobody was told.
    untold INTEGER NOT NULL
);

CREATE INDEX campaign_by_workspace ON campaign (workspace, id);
CREATE INDEX campaign_by_status ON campaign (status, id);
CREATE INDEX campaign_untold ON campaign (untold, id);

-- One row per recipient: what was sent and how far it has come.
CREATE TABLE recipient (
    id TEXT PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaign (id),
    -- Counted from 1 in the order of the upload.
    position INTEGER NOT NULL,
    -- E.164.
    phone TEXT NOT NULL,
    name TEXT,
    status TEXT NOT NULL,
    message TEXT,
    error_code TEXT,
    error_text TEXT,
    updated_at INTEGER NOT NULL,
    UNIQUE (campaign, phone)
);

CREATE INDEX recipient_by_position ON recipient (campaign, position);
CREATE INDEX recipient_by_status ON recipient (campaign, status, position);
