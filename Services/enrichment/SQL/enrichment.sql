-- ?1 is the workspace throughout.

-- name: find-identifiers
-- Who is known by a phone number (?2, or ?3, its other form) or a hidden id (?4); empty texts find nobody.
SELECT i.kind, i.value, i.contact_id, c.whatsapp_name FROM identifier i
JOIN contact c ON c.workspace = i.workspace AND c.id = i.contact_id
WHERE (i.workspace = ?1 AND i.kind = 'phone' AND i.value IN (?2, ?3))
    OR (i.workspace = ?1 AND i.kind = 'lid' AND i.value = ?4);

-- name: claim-identifier
INSERT INTO identifier (workspace, kind, value, contact_id) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (workspace, kind, value) DO NOTHING;

-- name: identifier-owner
SELECT contact_id FROM identifier WHERE workspace = ?1 AND kind = ?2 AND value = ?3;

-- name: identifiers
SELECT kind, value FROM identifier WHERE workspace = ?1 AND contact_id = ?2 ORDER BY kind DESC, value;

-- name: move-identifiers
UPDATE identifier SET contact_id = ?3 WHERE workspace = ?1 AND contact_id = ?2;

-- name: add-contact
INSERT INTO contact (workspace, id, whatsapp_name, kind, badge, badge_label, version, created_at)
VALUES (?1, ?2, ?3, 'unknown', 'notAMember', 'Not a Member', 0, ?4);

-- name: contact
SELECT id, whatsapp_name, name, kind, badge, badge_label, branch, holds_until, merged_into, version FROM contact
WHERE workspace = ?1 AND id = ?2;

-- name: contact-to-change (sqlite)
SELECT id, whatsapp_name, name, kind, badge, badge_label, branch, holds_until, merged_into, version FROM contact
WHERE workspace = ?1 AND id = ?2;

-- name: contact-to-change (postgres)
SELECT id, whatsapp_name, name, kind, badge, badge_label, branch, holds_until, merged_into, version FROM contact
WHERE workspace = ?1 AND id = ?2 FOR UPDATE;

-- name: change-contact
UPDATE contact SET name = ?3, kind = ?4, badge = ?5, badge_label = ?6, branch = ?7, holds_until = ?8, version = ?9
WHERE workspace = ?1 AND id = ?2;

-- name: rename-contact
UPDATE contact SET whatsapp_name = ?3 WHERE workspace = ?1 AND id = ?2;

-- name: end-contact
UPDATE contact SET merged_into = ?3, holds_until = NULL, version = ?4 WHERE workspace = ?1 AND id = ?2;

-- name: redirect-contacts
UPDATE contact SET merged_into = ?3 WHERE workspace = ?1 AND merged_into = ?2;

-- name: record-merge
INSERT INTO contact_merge (workspace, loser, winner, moved, merged_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: due-contacts
-- Of all workspaces: whose badge held until a day before ?1; ?2 is how many at most.
SELECT workspace, id FROM contact WHERE holds_until < ?1 ORDER BY holds_until, workspace, id LIMIT ?2;

-- name: member
SELECT id, name, phone, email, date_of_birth, gender, branch, registered_on, trainer, contact_id FROM member
WHERE workspace = ?1 AND id = ?2;

-- name: members-of-contact
-- The newest first; the member that a lead of the contact became is one of them.
SELECT id, name, phone, email, date_of_birth, gender, branch, registered_on, trainer, contact_id FROM member
WHERE workspace = ?1 AND (contact_id = ?2
    OR id IN (SELECT member_id FROM lead WHERE workspace = ?1 AND contact_id = ?2 AND member_id IS NOT NULL))
ORDER BY updated_at DESC, id;

-- name: contacts-of-member
SELECT contact_id FROM member WHERE workspace = ?1 AND id = ?2 AND contact_id IS NOT NULL
UNION SELECT contact_id FROM lead WHERE workspace = ?1 AND member_id = ?2 AND contact_id IS NOT NULL;

-- name: put-member
INSERT INTO member (workspace, id, name, phone, email, date_of_birth, gender, branch, registered_on, trainer,
    contact_id, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name, phone = excluded.phone, email = excluded.email,
    date_of_birth = excluded.date_of_birth, gender = excluded.gender, branch = excluded.branch,
    registered_on = excluded.registered_on, trainer = excluded.trainer, contact_id = excluded.contact_id,
    updated_at = excluded.updated_at;

-- name: move-members
UPDATE member SET contact_id = ?3 WHERE workspace = ?1 AND contact_id = ?2 RETURNING id;

-- name: package
SELECT id, member_id, name, remaining_sessions, expires_on, trainer FROM package WHERE workspace = ?1 AND id = ?2;

-- name: packages-of-member
SELECT id, member_id, name, remaining_sessions, expires_on, trainer FROM package
WHERE workspace = ?1 AND member_id = ?2 ORDER BY expires_on, id;

-- name: put-package
INSERT INTO package (workspace, id, member_id, name, remaining_sessions, expires_on, trainer)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (workspace, id) DO UPDATE SET member_id = excluded.member_id, name = excluded.name,
    remaining_sessions = excluded.remaining_sessions, expires_on = excluded.expires_on, trainer = excluded.trainer;

-- name: lead
SELECT id, name, phone, email, status, branch, member_id, contact_id FROM lead WHERE workspace = ?1 AND id = ?2;

-- name: leads-of-contact
-- The newest first.
SELECT id, name, phone, email, status, branch, member_id, contact_id FROM lead
WHERE workspace = ?1 AND contact_id = ?2 ORDER BY updated_at DESC, id;

-- name: put-lead
INSERT INTO lead (workspace, id, name, phone, email, status, branch, member_id, contact_id, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name, phone = excluded.phone, email = excluded.email,
    status = excluded.status, branch = excluded.branch, member_id = excluded.member_id,
    contact_id = excluded.contact_id, updated_at = excluded.updated_at;

-- name: move-leads
UPDATE lead SET contact_id = ?3 WHERE workspace = ?1 AND contact_id = ?2 RETURNING id;
