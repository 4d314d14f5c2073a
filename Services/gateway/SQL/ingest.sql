-- name: store-webhook
INSERT INTO webhook (channel, event_id, event, received_at, body) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (event_id, channel) DO NOTHING;

-- name: prune-webhooks
-- ?1 the moment before which they are forgotten, ?2 how many at most.
DELETE FROM webhook WHERE (event_id, channel) IN (
    SELECT event_id, channel FROM webhook WHERE received_at < ?1 ORDER BY received_at LIMIT ?2
);

-- name: last-webhook
SELECT received_at FROM webhook WHERE channel = ?1 ORDER BY received_at DESC LIMIT 1;
