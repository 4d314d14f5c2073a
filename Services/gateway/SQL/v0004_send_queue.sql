-- Messages on their way out. Times are milliseconds since 1970.
CREATE TABLE send (
    -- Our id of the message.
    message TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    chat TEXT NOT NULL,
    -- 0 staff, 1 flow, 2 campaign.
    priority INTEGER NOT NULL,
    -- Its place among the messages of one chat and priority: the sequence of the event that brought it.
    position INTEGER NOT NULL,
    -- What is sent, as JSON.
    content TEXT NOT NULL,
    -- queued, sending, checking (nobody knows yet), uncertain (nobody could find out), sent, failed.
    state TEXT NOT NULL,
    -- Of whoever claimed it last; null before. An outcome counts for the claim that it belongs to.
    claim TEXT,
    attempts INTEGER NOT NULL,
    -- When it is looked at next: to be sent while queued, to be looked up while checking.
    due_at INTEGER NOT NULL,
    first_tried_at INTEGER,
    claimed_at INTEGER,
    -- The provider's id: full, as we know it, and the part that others match by.
    provider_id TEXT,
    bare_id TEXT,
    -- 1 when the provider answered with an error, so that the request itself is over; 0 when no answer came.
    answered INTEGER NOT NULL,
    -- Until when it is looked up while checking.
    give_up_at INTEGER,
    -- Why it waits or failed: a stable code.
    reason TEXT,
    queued_at INTEGER NOT NULL,
    settled_at INTEGER
);

-- The next to be sent; a chat's messages in their order.
CREATE INDEX send_queued ON send (channel, priority, queued_at, position) WHERE state = 'queued';
CREATE INDEX send_queued_by_chat ON send (channel, chat, priority, position) WHERE state = 'queued';
-- Those whose outcome is open, which is few.
CREATE INDEX send_open ON send (channel, chat) WHERE state IN ('sending', 'checking', 'uncertain');
-- What a chat's messages are called at the provider.
CREATE INDEX send_known ON send (channel, chat) WHERE bare_id IS NOT NULL;
CREATE INDEX send_settled ON send (settled_at) WHERE settled_at IS NOT NULL;

-- Chats of which the provider is to be told that they were read.
CREATE TABLE read_receipt (
    channel TEXT NOT NULL,
    chat TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (channel, chat)
);

-- Who wants nothing more from us (ruling 20). Asked in the transaction that claims a send.
CREATE TABLE opt_out (
    workspace TEXT NOT NULL,
    chat TEXT NOT NULL,
    -- keyword, provider or hand.
    source TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (workspace, chat)
);
