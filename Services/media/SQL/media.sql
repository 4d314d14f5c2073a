-- name: expect
-- A file that is announced; told twice, it stays as it is.
INSERT INTO media (workspace, id, state, mimetype, filename, created_at, channel, chat, message, class)
VALUES (?1, ?2, 'pending', ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (workspace, id) DO NOTHING;

-- name: add
-- A file that was uploaded, and by whom.
INSERT INTO media (workspace, id, state, mimetype, filename, size, sha256, created_at, kept_since, class, uploaded_by,
    uploaded_with)
VALUES (?1, ?2, 'ready', ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10);

-- name: put
-- A file that was made of another (?9); it may have been removed since.
INSERT INTO media (workspace, id, state, mimetype, filename, size, sha256, created_at, kept_since, class, made_of)
VALUES (?1, ?2, 'ready', ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9)
ON CONFLICT (workspace, id) DO UPDATE SET state = 'ready', size = excluded.size, sha256 = excluded.sha256, error = NULL,
    kept_since = excluded.kept_since, made_of = excluded.made_of;

-- name: arrived
UPDATE media SET state = 'ready', mimetype = ?3, size = ?4, sha256 = ?5, error = NULL, kept_since = ?6
WHERE workspace = ?1 AND id = ?2 AND state <> 'ready';

-- name: lost
UPDATE media SET state = ?3, error = ?4 WHERE workspace = ?1 AND id = ?2 AND state = 'pending';

-- name: show
SELECT id, state, mimetype, filename, size, sha256, error, created_at FROM media WHERE workspace = ?1 AND id = ?2;

-- name: origin
-- Where a file came from; no row for what was uploaded.
SELECT channel, chat, message FROM media WHERE workspace = ?1 AND id = ?2 AND message IS NOT NULL;

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
-- A file that was given up, and is to be fetched after all.
UPDATE media SET state = 'pending', error = NULL WHERE workspace = ?1 AND id = ?2 AND state IN ('failed', 'expired');

-- name: derived
-- What was made of bytes (?1); without a hash, nothing could be.
SELECT sha256, size, made_at FROM derived WHERE source = ?1 AND kind = ?2;

-- name: derive
INSERT INTO derived (source, kind, sha256, size, made_at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (source, kind) DO UPDATE SET sha256 = excluded.sha256, size = excluded.size, made_at = excluded.made_at;
