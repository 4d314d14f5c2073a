-- name: expect
-- A file that is announced; told twice, it stays as it is.
INSERT INTO media (workspace, id, state, mimetype, filename, created_at)
VALUES (?1, ?2, 'pending', ?3, ?4, ?5) ON CONFLICT (workspace, id) DO NOTHING;

-- name: add
-- A file that was uploaded.
INSERT INTO media (workspace, id, state, mimetype, filename, size, sha256, created_at)
VALUES (?1, ?2, 'ready', ?3, ?4, ?5, ?6, ?7);

-- name: arrived
UPDATE media SET state = 'ready', mimetype = ?3, size = ?4, sha256 = ?5, error = NULL
WHERE workspace = ?1 AND id = ?2 AND state <> 'ready';

-- name: lost
UPDATE media SET state = ?3, error = ?4 WHERE workspace = ?1 AND id = ?2 AND state = 'pending';

-- name: show
SELECT id, state, mimetype, filename, size, sha256, error FROM media WHERE workspace = ?1 AND id = ?2;

-- name: plan-fetch
-- Told twice, the first address stays.
INSERT INTO planned_fetch (workspace, media, channel, chat, message, url, attempts, due_at, deadline)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8)
ON CONFLICT (workspace, media) DO UPDATE SET url = COALESCE(planned_fetch.url, excluded.url);

-- name: due-fetches
-- ?1 is now, ?2 the most rows.
SELECT workspace, media, channel, chat, message, url, attempts, deadline FROM planned_fetch
WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2;

-- name: claim-fetch
-- Whoever moves the time from what was read has it until the new time (?4).
UPDATE planned_fetch SET due_at = ?4, attempts = ?3 + 1 WHERE workspace = ?1 AND media = ?2 AND attempts = ?3;

-- name: postpone-fetch
UPDATE planned_fetch SET due_at = ?3 WHERE workspace = ?1 AND media = ?2;

-- name: next-fetch
SELECT MIN(due_at) AS due_at FROM planned_fetch;

-- name: end-fetch
DELETE FROM planned_fetch WHERE workspace = ?1 AND media = ?2;

-- name: revive
-- A file that was given up, and of which the provider says now where it is.
UPDATE media SET state = 'pending', error = NULL WHERE workspace = ?1 AND id = ?2 AND state IN ('failed', 'expired');
