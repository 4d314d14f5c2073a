-- Copies of what enrichment tells of people, so that no list asks for them.

CREATE TABLE contact (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    kind TEXT NOT NULL,
    badge TEXT NOT NULL,
    badge_label TEXT NOT NULL,
    branch TEXT,
    -- the name in lower case
    search TEXT NOT NULL,
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

CREATE INDEX person_by_contact ON person (workspace, contact) WHERE contact IS NOT NULL;

-- What a conversation row is read as, in the order in which Swift reads it.
CREATE VIEW conversation_full AS
SELECT c.id, c.workspace, c.channel, c.kind, c.chat, c.phone, c.identifier, c.name, c.unread, c.last_message,
    c.active_at, c.tags, c.note, c.version, c.updated_at,
    k.id AS contact, k.name AS contact_name, k.kind AS contact_kind, k.badge, k.badge_label, k.branch,
    m.direction AS last_direction, m.type AS last_type, substr(m.body, 1, 160) AS last_body, m.status AS last_status,
    m.sent_at AS last_sent_at,
    c.search, k.search AS contact_search
FROM conversation c
LEFT JOIN person p ON p.workspace = c.workspace AND p.identifier = c.identifier
LEFT JOIN contact k ON k.workspace = p.workspace AND k.id = p.contact
LEFT JOIN message m ON m.id = c.last_message;
