-- ?1 is the workspace throughout.

-- name: add-crm
INSERT INTO crm (workspace, held_until, next_at) VALUES (?1, 0, ?2) ON CONFLICT (workspace) DO NOTHING;

-- name: take-crm
-- Nothing is taken before it is due, ?3 is now, nor while another holds it.
UPDATE crm SET holder = ?2, held_until = ?4 WHERE workspace = ?1 AND held_until <= ?3 AND next_at <= ?3
RETURNING asked, whole, removals, failures;

-- name: hold-crm
UPDATE crm SET held_until = ?3 WHERE workspace = ?1 AND holder = ?2;

-- name: free-crm
UPDATE crm SET holder = NULL, held_until = 0 WHERE workspace = ?1 AND holder = ?2;

-- name: finish-crm
-- What was asked for meanwhile, after ?5, stands.
UPDATE crm SET holder = NULL, held_until = 0, failures = ?3, next_at = CASE WHEN asked = ?5 THEN ?4 ELSE next_at END,
    whole = CASE WHEN asked = ?5 THEN 0 ELSE whole END, removals = CASE WHEN asked = ?5 THEN 0 ELSE removals END
WHERE workspace = ?1 AND holder = ?2;

-- name: ask-crm
UPDATE crm SET asked = asked + 1, next_at = ?2, whole = CASE WHEN ?3 = 1 OR ?4 = 1 THEN 1 ELSE whole END,
    removals = CASE WHEN ?4 = 1 THEN 1 ELSE removals END
WHERE workspace = ?1;

-- name: crm-schedule
SELECT held_until, next_at, failures FROM crm WHERE workspace = ?1;

-- name: crm-places
SELECT kind, place, started_at, finished_at, whole_read_at, row_count, created, updated, removed, withheld, refused,
    problem, error
FROM crm_table WHERE workspace = ?1 ORDER BY kind;

-- name: note-crm
INSERT INTO crm_table (workspace, kind, place, started_at, finished_at, whole_read_at, row_count, created, updated,
    removed, withheld, refused, problem, error)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
ON CONFLICT (workspace, kind) DO UPDATE SET place = excluded.place, started_at = excluded.started_at,
    finished_at = excluded.finished_at, whole_read_at = excluded.whole_read_at, row_count = excluded.row_count,
    created = excluded.created, updated = excluded.updated, removed = excluded.removed, withheld = excluded.withheld,
    refused = excluded.refused, problem = excluded.problem, error = excluded.error;

-- name: crm-members
-- Those that came from the database, by the bytes of their ids: after ?2 and up to ?3.
SELECT id FROM member WHERE workspace = ?1 AND id > ?2 AND id <= ?3 AND source = 'crm';

-- name: crm-packages
SELECT id FROM package WHERE workspace = ?1 AND id > ?2 AND id <= ?3 AND source = 'crm';

-- name: crm-leads
SELECT id FROM lead WHERE workspace = ?1 AND id > ?2 AND id <= ?3 AND source = 'crm';

-- name: note-gone
INSERT INTO crm_gone (workspace, kind, id) VALUES (?1, ?2, ?3) ON CONFLICT (workspace, kind, id) DO NOTHING;

-- name: count-gone
SELECT COUNT(*) AS count FROM crm_gone WHERE workspace = ?1 AND kind = ?2;

-- name: gone
SELECT id FROM crm_gone WHERE workspace = ?1 AND kind = ?2 ORDER BY id LIMIT ?3;

-- name: forget-gone
-- Up to ?3.
DELETE FROM crm_gone WHERE workspace = ?1 AND kind = ?2 AND id <= ?3;
