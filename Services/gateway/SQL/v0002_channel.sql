-- A connected WhatsApp account. Times are milliseconds since 1970.
CREATE TABLE channel (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id),
    provider TEXT NOT NULL,
    name TEXT NOT NULL,
    base_url TEXT NOT NULL,
    session TEXT NOT NULL,
    -- Sealed with the cluster's key; null when there is none.
    api_key BLOB,
    webhook_secret BLOB,
    -- The provider's word for what drives the session; null until it is known.
    engine TEXT,
    -- The session's state in the provider's words, and since when; null until it is known.
    status TEXT,
    status_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- 1 for the one that the environment names
    configured INTEGER NOT NULL,
    -- counts the changes of what it is set up with, for compare-and-set
    version INTEGER NOT NULL,
    -- what is known of a removed one stays; its messages name it
    removed_at INTEGER,
    -- how its session is, judged by what comes of it, and since when; null until it was judged
    health TEXT,
    health_at INTEGER NOT NULL DEFAULT 0,
    -- when something last came of it
    last_event_at INTEGER NOT NULL DEFAULT 0,
    -- how often Mynah restarted its session since it was last well for long, and when it last did
    restarts INTEGER NOT NULL DEFAULT 0,
    restarted_at INTEGER NOT NULL DEFAULT 0
);

-- One session of one server is one channel. The configured one may move to another server.
CREATE UNIQUE INDEX channel_by_session ON channel (workspace, provider, session, base_url) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX channel_configured ON channel (workspace, provider, session) WHERE configured = 1;

-- How much came of a channel in each hour: what its silence is judged by.
CREATE TABLE channel_hour (
    channel TEXT NOT NULL REFERENCES channel (id),
    -- hours since 1970
    hour INTEGER NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (channel, hour)
);
