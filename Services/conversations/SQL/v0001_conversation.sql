-- Conversations, and the addresses that lead to them.
--
-- No foreign keys between the tables that every message touches: rows are only ever made together, in one transaction.

CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    -- personal, group or newsletter
    kind TEXT NOT NULL,
    -- where a reply goes: the address of the newest incoming message
    chat TEXT NOT NULL,
    -- E.164, when it is known
    phone TEXT,
    -- who it is with, as people are known by: phone:+60123456789, lid:987654321@lid, group:120363000000000000@g.us
    identifier TEXT NOT NULL,
    -- what the person gave to WhatsApp
    name TEXT,
    unread INTEGER NOT NULL DEFAULT 0,
    -- the newest message and its time; '' and 0 before the first
    last_message TEXT NOT NULL DEFAULT '',
    active_at INTEGER NOT NULL DEFAULT 0,
    -- the time of the newest incoming message
    heard_at INTEGER NOT NULL DEFAULT 0,
    -- ids of tags, each followed by a semicolon; conversation_tag has them for search
    tags TEXT NOT NULL DEFAULT '',
    note TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- 1 once it is history; next is the conversation that goes on from there, '' while there is none
    -- 2 and 3 when it became part of the next one, as both are with one person: 2 as far as is known, 3 as WhatsApp tells
    ended INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER,
    next TEXT NOT NULL DEFAULT '',
    -- ids of staff, '' for nobody; holder may be 'bot'
    assignee TEXT NOT NULL DEFAULT '',
    holder TEXT NOT NULL DEFAULT '',
    held_since INTEGER NOT NULL DEFAULT 0,
    requested_by TEXT NOT NULL DEFAULT '',
    -- counts the changes of assignment, control and end, and tells whose the last one was
    work_version INTEGER NOT NULL DEFAULT 1,
    work_by TEXT NOT NULL DEFAULT '',
    work_at INTEGER NOT NULL DEFAULT 0,
    -- copies of the contact's, '' for none, so that lists are filtered by them
    branch TEXT NOT NULL DEFAULT '',
    badge TEXT NOT NULL DEFAULT 'notAMember',
    lead_status TEXT NOT NULL DEFAULT '',
    -- 1 when something is unread
    is_unread INTEGER NOT NULL DEFAULT 0,
    -- active_at in minutes: what indexes are in the order of, so that messages of one minute change none of them
    active_minute INTEGER NOT NULL DEFAULT 0,
    -- what is filtered by, as bits of hashes
    facets INTEGER NOT NULL DEFAULT 0
);

-- The list, newest first, whole and by what it is filtered by.
CREATE INDEX conversation_by_activity ON conversation (workspace, ended, active_minute, facets);
CREATE INDEX conversation_by_kind ON conversation (workspace, ended, kind, active_minute, facets);
CREATE INDEX conversation_by_assignee ON conversation (workspace, ended, assignee, active_minute, facets);
CREATE INDEX conversation_by_branch ON conversation (workspace, ended, branch, active_minute, facets);
CREATE INDEX conversation_by_badge ON conversation (workspace, ended, badge, active_minute, facets);
CREATE INDEX conversation_by_channel ON conversation (workspace, ended, channel, active_minute, facets);
CREATE INDEX conversation_by_lead ON conversation (workspace, ended, lead_status, active_minute, facets)
    WHERE lead_status <> '';
CREATE INDEX conversation_by_unread ON conversation (workspace, ended, active_minute, facets) WHERE is_unread = 1;
-- Those that became part of another one.
CREATE INDEX conversation_folded ON conversation (next) WHERE ended > 1;
-- What a person holds, when they leave.
CREATE INDEX conversation_by_holder ON conversation (workspace, holder) WHERE holder <> '';
-- The conversations of a person, when the person changes.
CREATE INDEX conversation_by_identifier ON conversation (workspace, identifier);

-- Several addresses of one person lead to one conversation; an address can be led elsewhere later.
CREATE TABLE address (
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    chat TEXT NOT NULL,
    conversation TEXT NOT NULL,
    PRIMARY KEY (workspace, channel, chat)
);

-- The addresses that move on when a conversation has ended.
CREATE INDEX address_by_conversation ON address (conversation);

-- Sums over the active conversations of a workspace by branch, in parts by lane, so that instances do not wait for each
-- other.
CREATE TABLE total (
    workspace TEXT NOT NULL,
    branch TEXT NOT NULL,
    lane INTEGER NOT NULL,
    conversations INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    PRIMARY KEY (workspace, branch, lane)
);
