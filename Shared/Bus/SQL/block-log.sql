-- name: keep
INSERT INTO outbox (place, lanes, heads, emitted_at, events, packed) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: newest
-- Of a stream, whose places are ?1 to ?2.
SELECT place, lanes, heads, emitted_at FROM outbox WHERE place >= ?1 AND place <= ?2 ORDER BY place DESC LIMIT 1;

-- name: oldest
SELECT place, lanes, heads, emitted_at FROM outbox WHERE place >= ?1 AND place <= ?2 ORDER BY place LIMIT 1;

-- name: place
SELECT place, lanes, heads, emitted_at FROM outbox WHERE place = ?1;

-- name: blocks
-- Those with events of the lanes ?3, from ?1 to ?2, the most rows ?4.
SELECT place, packed, events FROM outbox WHERE place >= ?1 AND place <= ?2 AND lanes & ?3 <> 0 ORDER BY place LIMIT ?4;

-- name: delete
DELETE FROM outbox WHERE place >= ?1 AND place < ?2;

-- name: empty
UPDATE outbox SET lanes = 0, events = x'', packed = 0 WHERE place = ?1;
