-- name: add-events
-- ?2 the hour, ?3 how many came in it.
INSERT INTO channel_hour (channel, hour, events) VALUES (?1, ?2, ?3)
ON CONFLICT (channel, hour) DO UPDATE SET events = channel_hour.events + excluded.events;

-- name: set-last-event
-- What is known to have come after ?3 came by a clock that was ahead.
UPDATE channel SET last_event_at = ?2 WHERE id = ?1 AND (last_event_at < ?2 OR last_event_at > ?3);

-- name: last-events
SELECT id, last_event_at FROM channel WHERE removed_at IS NULL;

-- name: hours
-- A channel's hours since one.
SELECT hour, events FROM channel_hour WHERE channel = ?1 AND hour >= ?2;

-- name: forget-hours
-- All before ?1.
DELETE FROM channel_hour WHERE hour < ?1;

-- name: move-health
-- ?2 how it is, ?3 since when.
UPDATE channel SET health = ?2, health_at = ?3 WHERE id = ?1 AND (health IS NULL OR health <> ?2);

-- name: health
SELECT health, health_at, last_event_at, restarts, restarted_at FROM channel WHERE id = ?1;

-- name: count-restart
-- ?2 how many there were, ?3 now: of several instances one restarts the session.
UPDATE channel SET restarts = restarts + 1, restarted_at = ?3 WHERE id = ?1 AND restarts = ?2;

-- name: reset-restarts
UPDATE channel SET restarts = 0 WHERE id = ?1 AND restarts > 0;

-- name: status-before
SELECT status_before FROM channel WHERE id = ?1;
