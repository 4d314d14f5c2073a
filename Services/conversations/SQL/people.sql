-- name: contact
SELECT name, kind, badge, badge_label, branch, lead_status FROM contact WHERE workspace = ?1 AND id = ?2;

-- name: set-contact
-- Changes nothing when a later version is here.
INSERT INTO contact (workspace, id, name, kind, badge, badge_label, branch, lead_status, version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (workspace, id) DO UPDATE SET
    name = excluded.name, kind = excluded.kind, badge = excluded.badge, badge_label = excluded.badge_label,
    branch = excluded.branch, lead_status = excluded.lead_status, version = excluded.version
WHERE contact.version < excluded.version;

-- name: identifiers
-- Served by person_by_contact.
SELECT identifier FROM person WHERE workspace = ?1 AND contact = ?2 ORDER BY identifier;

-- name: set-identifier
-- Changes nothing when it has changed hands more often than ?4 already.
INSERT INTO person (workspace, identifier, contact, moves) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (workspace, identifier) DO UPDATE SET contact = excluded.contact, moves = excluded.moves
WHERE person.moves <= excluded.moves;

-- name: free-identifier
UPDATE person SET contact = NULL WHERE workspace = ?1 AND identifier = ?2 AND contact = ?3;

-- name: change-conversations-with
-- Takes the rows for this transaction, as they were; those that are part of another are none. Served by
-- conversation_by_identifier: the plus keeps SQLite from going through all that are not ended.
UPDATE conversation SET version = version + 1, updated_at = ?3
WHERE workspace = ?1 AND identifier = ?2 AND +ended < 2
RETURNING branch, unread, CASE WHEN ended > 0 THEN 1 ELSE 0 END, id;

-- name: set-standing
-- Served by conversation_by_identifier.
UPDATE conversation SET branch = ?3, badge = ?4, lead_status = ?5, facets = (facets & ?6) | ?7
WHERE workspace = ?1 AND identifier = ?2;

-- name: set-pair
INSERT INTO lid_phone (workspace, lid, phone) VALUES (?1, ?2, ?3)
ON CONFLICT (workspace, lid) DO UPDATE SET phone = excluded.phone;

-- name: phone-behind
SELECT phone FROM lid_phone WHERE workspace = ?1 AND lid = ?2;

-- name: phones-behind (sqlite)
-- ?2 is a JSON list of hidden ids. Served by the key.
SELECT lid, phone FROM lid_phone WHERE workspace = ?1 AND lid IN (SELECT value FROM json_each(?2));

-- name: phones-behind (postgres)
SELECT lid, phone FROM lid_phone
WHERE workspace = ?1 AND lid = ANY (ARRAY(SELECT jsonb_array_elements_text(?2::jsonb)));

-- name: conversations-with
-- Served by conversation_by_identifier, for which the plus.
SELECT id FROM conversation WHERE workspace = ?1 AND identifier = ?2 AND +ended < 2 ORDER BY id;

-- name: contacts-behind (sqlite)
-- ?2 is a JSON list of identifiers. Served by the key: the plus keeps SQLite from going through all that have a contact.
SELECT identifier, contact FROM person
WHERE workspace = ?1 AND identifier IN (SELECT value FROM json_each(?2)) AND +contact IS NOT NULL;

-- name: contacts-behind (postgres)
SELECT identifier, contact FROM person
WHERE workspace = ?1 AND identifier = ANY (ARRAY(SELECT jsonb_array_elements_text(?2::jsonb))) AND contact IS NOT NULL;
