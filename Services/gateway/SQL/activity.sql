-- name: take-head
-- Locks the end of a chain until the commit, and makes it when there is none.
INSERT INTO activity_head (workspace, number, at, hash) VALUES (?1, 0, 0, '')
ON CONFLICT (workspace) DO UPDATE SET number = activity_head.number
RETURNING number, at, hash;

-- name: head
SELECT number, at, hash FROM activity_head WHERE workspace = ?1;

-- name: put-head
UPDATE activity_head SET number = ?2, at = ?3, hash = ?4 WHERE workspace = ?1;

-- name: add
INSERT INTO activity (workspace, number, at, staff, token, action, object, part, ip, outcome, request, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: known-request
SELECT number FROM activity WHERE workspace = ?1 AND request = ?2;

-- name: entries-after
SELECT workspace, number, at, staff, token, action, object, part, ip, outcome, request, hash FROM activity
WHERE workspace = ?1 AND number > ?2 ORDER BY number LIMIT ?3;

-- name: first-at
-- The first entry of a moment or later.
SELECT number FROM activity WHERE workspace = ?1 AND at >= ?2 ORDER BY at, number LIMIT 1;
