-- name: begin-import
INSERT INTO import (workspace, id, kind, state, dry_run, started_by, started_at, updated_at)
VALUES (?1, ?2, ?3, 'running', ?4, ?5, ?6, ?6);

-- name: note-import
UPDATE import SET state = ?3, row_count = ?4, created = ?5, updated = ?6, unchanged = ?7, refused = ?8, error = ?9,
    updated_at = ?10
WHERE workspace = ?1 AND id = ?2;

-- name: import
SELECT id, kind, state, dry_run, row_count, created, updated, unchanged, refused, error, started_by, started_at,
    updated_at
FROM import WHERE workspace = ?1 AND id = ?2;

-- name: imports
-- The newest first, after ?2.
SELECT id, kind, state, dry_run, row_count, created, updated, unchanged, refused, error, started_by, started_at,
    updated_at
FROM import WHERE workspace = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3;
