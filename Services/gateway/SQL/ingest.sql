-- name: know-webhook
INSERT INTO known_webhook (event_id, channel) VALUES (?1, ?2) ON CONFLICT (event_id, channel) DO NOTHING;

-- name: keep-webhooks
INSERT INTO webhook_batch (id, keys, bodies, packed) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING;

-- name: old-webhooks
-- The next after ?1, before ?2, ?3 at most.
SELECT id, keys FROM webhook_batch WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3;

-- name: forget-webhook
DELETE FROM known_webhook WHERE event_id = ?1 AND channel = ?2;

-- name: drop-webhooks
DELETE FROM webhook_batch WHERE id = ?1;

-- name: history
SELECT covered_at, since, begun_at, across, place, synced FROM channel_history WHERE channel = ?1;

-- name: know-history
-- ?2 since when everything comes of a channel that is new here.
INSERT INTO channel_history (channel, covered_at) VALUES (?1, ?2) ON CONFLICT (channel) DO NOTHING;

-- name: believe-history
-- ?2 now: nothing has come later, whatever a clock said that was ahead.
UPDATE channel_history SET covered_at = ?2 WHERE channel = ?1 AND covered_at > ?2;

-- name: cover-history
-- ?2 until when everything is known to have come.
UPDATE channel_history SET covered_at = ?2 WHERE channel = ?1 AND covered_at < ?2;

-- name: begin-history
-- ?2 since when, ?3 now, ?4 whether over all chats at once, ?5 whether it reads what was before the channel. One that
-- was not finished, or that another instance has begun, stays.
UPDATE channel_history
SET since = ?2, begun_at = ?3, across = ?4, place = 0, synced = CASE WHEN ?5 = 1 THEN 1 ELSE synced END
WHERE channel = ?1 AND begun_at IS NULL;

-- name: reach-history
-- ?2 when the reading began, ?3 how many are behind it.
UPDATE channel_history SET place = ?3 WHERE channel = ?1 AND begun_at = ?2 AND place < ?3;

-- name: finish-history
-- ?2 when the reading began: until then all has come.
UPDATE channel_history
SET covered_at = CASE WHEN covered_at < ?2 THEN ?2 ELSE covered_at END, since = NULL, begun_at = NULL, across = NULL,
    place = NULL
WHERE channel = ?1 AND begun_at = ?2;

-- name: drop-history
-- Gives up a reading that cannot be gone on with. ?2 when it began.
UPDATE channel_history SET since = NULL, begun_at = NULL, across = NULL, place = NULL
WHERE channel = ?1 AND begun_at = ?2;
