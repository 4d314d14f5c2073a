-- name: list
-- Those before ?2, newest first, whose text is like ?3 and whose class is ?4 unless that is empty.
SELECT g.id AS item, g.title, g.tags, g.uploaded_by, g.added_at, m.class,
    m.id, m.state, m.mimetype, m.filename, m.size, m.sha256, m.error, m.created_at
FROM gallery g JOIN media m ON m.workspace = g.workspace AND m.id = g.media
WHERE g.workspace = ?1 AND g.id < ?2 AND g.folded LIKE ?3 ESCAPE '!' AND (?4 = '' OR m.class = ?4)
ORDER BY g.id DESC LIMIT ?5;

-- name: show
SELECT g.id AS item, g.title, g.tags, g.uploaded_by, g.added_at, m.class,
    m.id, m.state, m.mimetype, m.filename, m.size, m.sha256, m.error, m.created_at
FROM gallery g JOIN media m ON m.workspace = g.workspace AND m.id = g.media
WHERE g.workspace = ?1 AND g.id = ?2;

-- name: home
-- Where any file belongs.
SELECT pinned, CASE WHEN message IS NULL THEN 0 ELSE 1 END AS received, uploaded_by, uploaded_with, made_of
FROM media WHERE workspace = ?1 AND id = ?2;

-- name: add
INSERT INTO gallery (workspace, id, media, title, tags, folded, uploaded_by, added_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING;

-- name: pin
UPDATE media SET pinned = 1 WHERE workspace = ?1 AND id = ?2 AND state = 'ready';

-- name: update
UPDATE gallery SET title = ?3, tags = ?4, folded = ?5 WHERE workspace = ?1 AND id = ?2;

-- name: remove
DELETE FROM gallery WHERE workspace = ?1 AND id = ?2;

-- name: unpin
-- Its time begins anew.
UPDATE media SET pinned = 0, kept_since = ?3 WHERE workspace = ?1 AND id = ?2;
