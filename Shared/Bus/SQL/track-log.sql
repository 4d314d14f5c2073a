-- name: take-sequences
INSERT INTO outbox_head (track, head) VALUES (?1, ?2)
ON CONFLICT (track) DO UPDATE SET head = outbox_head.head + excluded.head RETURNING head;

-- name: keep
INSERT INTO outbox (place, emitted_at, header, payload) VALUES (?1, ?2, ?3, ?4);

-- name: heads
SELECT track, head FROM outbox_head;

-- name: head
SELECT head FROM outbox_head WHERE track = ?1;

-- name: events-after
-- Behind the place ?1, up to ?2, the most rows ?3.
SELECT place, emitted_at, header, payload FROM outbox WHERE place > ?1 AND place <= ?2 ORDER BY place LIMIT ?3;

-- name: cut
-- The newest event that may go: from the place ?1 to ?2, older than ?3, among the oldest ?4.
SELECT MAX(place) AS place FROM (
    SELECT place, emitted_at FROM outbox WHERE place >= ?1 AND place <= ?2 ORDER BY place LIMIT ?4
) AS oldest WHERE emitted_at < ?3;

-- name: delete
DELETE FROM outbox WHERE place >= ?1 AND place <= ?2;
