-- Copies of what enrichment tells of people, so that no list asks for them.

CREATE TABLE contact (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    kind TEXT NOT NULL,
    badge TEXT NOT NULL,
    badge_label TEXT NOT NULL,
    branch TEXT,
    lead_status TEXT,
    version INTEGER NOT NULL,
    PRIMARY KEY (workspace, id)
);

-- One row per identifier that a conversation has or a contact has, made by whichever is first.
CREATE TABLE person (
    workspace TEXT NOT NULL,
    identifier TEXT NOT NULL,
    contact TEXT,
    -- how often it had changed hands when it came to the contact
    moves INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace, identifier)
);

-- In the order in which they are listed, lest SQLite takes the primary key for that order and reads the workspace.
CREATE INDEX person_by_contact ON person (workspace, contact, identifier) WHERE contact IS NOT NULL;

-- Who works in a workspace, as the gateway tells it.
CREATE TABLE staff (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- null when they see all of them
    branch TEXT,
    active INTEGER NOT NULL,
    version INTEGER NOT NULL,
    -- what they may do: see conversations, set channels up
    views_chats INTEGER NOT NULL,
    manages_channels INTEGER NOT NULL,
    PRIMARY KEY (workspace, id)
);

-- What a conversation row is read as, in the order in which Swift reads it.
CREATE VIEW conversation_full AS
SELECT c.id, c.workspace, c.channel, c.kind, c.chat, c.phone, c.identifier, c.name, c.unread, c.last_message,
    c.active_at, c.tags, c.note, c.version, c.updated_at,
    k.id AS contact, k.name AS contact_name, k.kind AS contact_kind, k.badge, k.badge_label, k.branch,
    k.lead_status,
    m.direction AS last_direction, m.type AS last_type, substr(m.body, 1, 160) AS last_body, m.status AS last_status,
    m.sent_at AS last_sent_at,
    c.branch AS own_branch, c.ended_at, c.next, c.work_version, c.assignee, a.name AS assignee_name, c.holder,
    h.name AS holder_name, c.held_since, c.requested_by, r.name AS requester_name,
    c.ended
FROM conversation c
LEFT JOIN person p ON p.workspace = c.workspace AND p.identifier = c.identifier
LEFT JOIN contact k ON k.workspace = p.workspace AND k.id = p.contact
LEFT JOIN message m ON m.id = c.last_message
LEFT JOIN staff a ON a.workspace = c.workspace AND a.id = c.assignee
LEFT JOIN staff h ON h.workspace = c.workspace AND h.id = c.holder
LEFT JOIN staff r ON r.workspace = c.workspace AND r.id = c.requested_by;
