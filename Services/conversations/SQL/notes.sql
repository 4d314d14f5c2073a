-- name: set-note
UPDATE conversation SET note = ?3, version = version + 1, updated_at = ?4
WHERE workspace = ?1 AND id = ?2 AND version = COALESCE(?5, version);
