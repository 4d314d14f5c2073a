-- name: add-gesture
INSERT INTO gesture (id, workspace, message, channel, target, kind, slot, told_at, replaced)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: gesture
SELECT message, channel, target, kind, slot, told_at, replaced FROM gesture
WHERE workspace = ?1 AND id = ?2 AND error_code IS NULL;

-- name: end-gesture
DELETE FROM gesture WHERE id = ?1;

-- name: refuse-gesture
UPDATE gesture SET error_code = ?2, error_text = ?3 WHERE id = ?1;

-- name: refused-gestures
-- Served by gesture_by_message.
SELECT kind, told_at, error_code, error_text FROM gesture WHERE message = ?1 AND error_code IS NOT NULL;

-- name: alteration
SELECT kind, slot, actor, text, options, told_at FROM alteration
WHERE workspace = ?1 AND channel = ?2 AND target = ?3 AND kind = ?4 AND slot = ?5;

-- name: withdraw-alteration
-- Unless something newer stands there. ?6 when it was told.
DELETE FROM alteration
WHERE workspace = ?1 AND channel = ?2 AND target = ?3 AND kind = ?4 AND slot = ?5 AND told_at = ?6;
