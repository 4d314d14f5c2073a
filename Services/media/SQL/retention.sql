-- name: rules
-- Of all workspaces: there are few.
SELECT workspace, class, days FROM retention ORDER BY workspace, class;

-- name: rules-of
SELECT class, days FROM retention WHERE workspace = ?1;

-- name: remove-rules
DELETE FROM retention WHERE workspace = ?1;

-- name: add-rule
INSERT INTO retention (workspace, class, days) VALUES (?1, ?2, ?3);

-- name: aged
-- The oldest files of a class that came before ?3; ?4 at most.
SELECT id, sha256 FROM media
WHERE workspace = ?1 AND class = ?2 AND state = 'ready' AND pinned = 0 AND kept_since < ?3
ORDER BY kept_since LIMIT ?4;

-- name: expire
-- Unless it was put into the gallery, or came again, just now.
UPDATE media SET state = 'expired', error = ?4
WHERE workspace = ?1 AND id = ?2 AND state = 'ready' AND pinned = 0 AND kept_since < ?3;

-- name: watch
-- Bytes stay until ?2 at least, whether anything needs them or not, and longer when somebody else is storing them; no row
-- when they are being removed.
INSERT INTO content (sha256, check_at, doomed) VALUES (?1, ?2, 0)
ON CONFLICT (sha256) DO UPDATE
SET check_at = CASE WHEN content.check_at > excluded.check_at THEN content.check_at ELSE excluded.check_at END
WHERE content.doomed = 0;

-- name: watch-on
-- The same for bytes that are there: no row when they are being removed, or have been.
UPDATE content SET check_at = CASE WHEN check_at > ?2 THEN check_at ELSE ?2 END WHERE sha256 = ?1 AND doomed = 0;

-- name: due
SELECT sha256 FROM content WHERE check_at <= ?1 ORDER BY check_at LIMIT ?2;

-- name: doom
-- Bytes that nothing needs; from here on nothing can come to need them. Done again for those of a removal cut short.
UPDATE content SET doomed = 1 WHERE sha256 = ?1 AND check_at <= ?2
    AND NOT EXISTS (SELECT 1 FROM media WHERE sha256 = ?1 AND state = 'ready')
    AND NOT EXISTS (SELECT 1 FROM derived WHERE sha256 = ?1 AND source <> ?1);

-- name: need
UPDATE content SET check_at = NULL WHERE sha256 = ?1 AND check_at <= ?2 AND doomed = 0;

-- name: derived-of
SELECT sha256 FROM derived WHERE source = ?1 AND sha256 IS NOT NULL AND sha256 <> ?1;

-- name: remove-derived-of
DELETE FROM derived WHERE source = ?1;

-- name: forget
DELETE FROM content WHERE sha256 = ?1 AND doomed = 1;
