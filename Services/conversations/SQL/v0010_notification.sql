-- What people of the staff should know, and how they want to be told.
--
-- A row is about a kind of thing that happens to a conversation or a channel; while it is unread there is one of a kind.

CREATE TABLE notification (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    staff TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- the conversation or the channel that it is about
    subject TEXT NOT NULL,
    -- the person who caused it; '' when nobody did
    caused_by TEXT NOT NULL,
    -- of a channel: the state that was told; '' for others
    state TEXT NOT NULL,
    -- how often it happened since it was last read
    count INTEGER NOT NULL,
    -- when it last happened
    at INTEGER NOT NULL,
    read_at INTEGER
);

-- A person's notifications, the latest first.
CREATE INDEX notification_by_staff ON notification (workspace, staff, at, id);
-- What is unread counts up.
CREATE UNIQUE INDEX notification_unread ON notification (workspace, staff, kind, subject) WHERE read_at IS NULL;
-- Who has not read what came of a conversation.
CREATE INDEX notification_by_subject ON notification (workspace, subject) WHERE read_at IS NULL;
-- What is old enough to go.
CREATE INDEX notification_by_age ON notification (at);

CREATE TABLE notification_preference (
    workspace TEXT NOT NULL,
    staff TEXT NOT NULL,
    -- kinds, with a semicolon before each and after the last; '' for none
    muted TEXT NOT NULL,
    sound TEXT NOT NULL,
    language TEXT NOT NULL,
    -- 22:00; both null when there are no quiet hours
    quiet_from TEXT,
    quiet_to TEXT,
    PRIMARY KEY (workspace, staff)
);

-- How the sessions of the channels are, as the gateway tells it: so that people are told once that one does not work, and
-- once that it does.
CREATE TABLE session (
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    name TEXT NOT NULL,
    -- the provider's word and when it was told; '' before the first
    status TEXT NOT NULL DEFAULT '',
    status_at INTEGER NOT NULL DEFAULT 0,
    -- judged by the gateway, and when; '' before the first
    health TEXT NOT NULL DEFAULT '',
    health_at INTEGER NOT NULL DEFAULT 0,
    -- 1 once it has worked: before that, nothing has failed
    has_worked INTEGER NOT NULL DEFAULT 0,
    -- 1 while people know that it does not work
    is_troubled INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace, channel)
);
