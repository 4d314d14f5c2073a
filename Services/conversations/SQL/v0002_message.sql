-- Messages, and what providers tell of them.

CREATE TABLE message (
-- engine: sqlite
    -- in the order of arrival; what the index of words knows it by
    seq INTEGER PRIMARY KEY,
    -- UUIDv7, so that ids of one moment are in the order of arrival
    id TEXT NOT NULL UNIQUE,
-- engine: postgres
    id TEXT PRIMARY KEY,
-- engine: both
    workspace TEXT NOT NULL,
    conversation TEXT NOT NULL,
    channel TEXT NOT NULL,
    chat TEXT NOT NULL,
    -- in or out
    direction TEXT NOT NULL,
    type TEXT NOT NULL,
    body TEXT,
    status TEXT NOT NULL,
    -- milliseconds since 1970, by the provider's clock once it has the message: what messages are sorted by, then by id
    sent_at INTEGER NOT NULL,
    -- the earliest moment at which the provider is known to have had it; null while it is not
    accepted_at INTEGER,
    provider_id TEXT,
    client_ref TEXT,
    sender_chat TEXT,
    sender_name TEXT,
    sender_phone TEXT,
    quoted_id TEXT,
    source TEXT,
    sent_by TEXT,
    campaign TEXT,
    recipient TEXT,
    uncertain INTEGER NOT NULL DEFAULT 0,
    error_code TEXT,
    error_text TEXT,
    media TEXT,
    -- 1 when it was written through Mynah, 0 when a provider told it
    ours INTEGER NOT NULL,
    -- 1 when it does not count as unread: history, reactions and the like
    quiet INTEGER NOT NULL DEFAULT 0,
    -- counts the changes, for compare-and-set
    revision INTEGER NOT NULL DEFAULT 1,
    -- MessageContent as JSON; null for plain texts and files
    content TEXT,
    -- MessageExtras as JSON: reactions and the like; null for most
    extras TEXT,
    -- when the gateway had what a provider told
    received_at INTEGER
);

-- A thread, newest first; and how much of it is unread.
CREATE INDEX message_by_conversation ON message (conversation, sent_at, id);
-- The messages that show a file.
CREATE INDEX message_by_media ON message (media) WHERE media IS NOT NULL;

-- One row per id that a message is known by. It is what makes a message unique, and what a report and a message
-- that know nothing of each other meet on: the first one makes the row, the second one waits for it and finds it.
CREATE TABLE message_key (
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- in or out: a provider's bare id of a message in that direction; own: our id of a message
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    -- null while only reports or an echo of it came
    message TEXT,
    -- reports and echoes that wait for the message
    parked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace, channel, kind, id)
-- engine: sqlite
) WITHOUT ROWID;
-- engine: postgres
);
-- engine: both

-- Every report as it came. Those without a message are parked until it comes.
CREATE TABLE delivery_report (
    -- the event's id
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    message TEXT,
    -- the key that it waits under
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    -- the provider's ids that it names
    bare_id TEXT,
    provider_id TEXT,
    status TEXT,
    uncertain INTEGER NOT NULL,
    error_code TEXT,
    error_text TEXT,
    reported_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
);

CREATE INDEX delivery_report_by_message ON delivery_report (message) WHERE message IS NOT NULL;
CREATE INDEX delivery_report_parked ON delivery_report (workspace, channel, kind, key) WHERE message IS NULL;

-- Own messages told by a provider as sent over its API, whose sender is not known yet.
CREATE TABLE echo (
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    bare_id TEXT NOT NULL,
    -- MessageReceived as JSON
    event TEXT NOT NULL,
    -- from then on it is taken for a message of its own
    due_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, channel, bare_id)
);

CREATE INDEX echo_by_due ON echo (due_at);

-- Makes a send unique in its workspace.
CREATE TABLE client_reference (
    workspace TEXT NOT NULL,
    reference TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (workspace, reference)
);

-- Copies of the media service's objects; a file may be known before its message and the other way round.
CREATE TABLE media (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    mimetype TEXT,
    filename TEXT,
    size INTEGER,
    PRIMARY KEY (workspace, id)
);

-- What a message row is read as, in the order in which Swift reads it.
CREATE VIEW message_full AS
SELECT m.id, m.workspace, m.conversation, m.channel, m.chat, m.direction, m.type, m.body, m.status, m.sent_at,
    m.accepted_at, m.provider_id, m.client_ref, m.sender_chat, m.sender_name, m.sender_phone, m.quoted_id, m.source,
    m.sent_by, m.campaign, m.recipient, m.uncertain, m.error_code, m.error_text, m.ours, m.quiet, m.revision,
    m.media, f.state AS media_state, f.mimetype, f.filename, f.size, m.content, m.extras
FROM message m
LEFT JOIN media f ON f.workspace = m.workspace AND f.id = m.media;
