-- name: make-origin
INSERT INTO origin (id, value) VALUES (1, ?1) ON CONFLICT (id) DO NOTHING;

-- name: origin
SELECT value FROM origin WHERE id = 1;

-- name: take-sequences
INSERT INTO outbox_head (track, head) VALUES (?1, ?2)
ON CONFLICT (track) DO UPDATE SET head = outbox_head.head + excluded.head RETURNING head;

-- name: emit
INSERT INTO outbox (place, emitted_at, workspace, topic, trace, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: heads
SELECT track, head FROM outbox_head;

-- name: head
SELECT head FROM outbox_head WHERE track = ?1;

-- name: events-after
-- Behind the place ?1, up to ?2, the most rows ?3.
SELECT place, emitted_at, workspace, topic, trace, payload FROM outbox
WHERE place > ?1 AND place <= ?2 ORDER BY place LIMIT ?3;

-- name: cut
-- The newest event that may go: from the place ?1 to ?2, older than ?3, among the oldest ?4.
SELECT MAX(place) AS place FROM (
    SELECT place, emitted_at FROM outbox WHERE place >= ?1 AND place <= ?2 ORDER BY place LIMIT ?4
) AS oldest WHERE emitted_at < ?3;

-- name: delete-events
DELETE FROM outbox WHERE place >= ?1 AND place <= ?2;

-- name: remember-consumer
INSERT INTO consumer (track, service, sequence) VALUES (?1, ?2, ?3)
ON CONFLICT (track, service) DO UPDATE SET sequence = excluded.sequence
WHERE consumer.sequence < excluded.sequence;

-- name: consumers
SELECT track, service, sequence FROM consumer;

-- name: cursors
SELECT lane, stream, producer, origin, sequence FROM cursor;

-- name: advance-cursor
-- ?6 is where the cursor stands; changes nothing when it stands elsewhere.
INSERT INTO cursor (lane, stream, producer, origin, sequence) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (lane, stream, producer, origin) DO UPDATE SET sequence = excluded.sequence
WHERE cursor.sequence = ?6;

-- name: take-lane
INSERT INTO lane (lane, epoch, holder) VALUES (?1, 1, ?2)
ON CONFLICT (lane) DO UPDATE SET epoch = lane.epoch + 1, holder = excluded.holder
RETURNING epoch;

-- name: answer
SELECT reply FROM answered WHERE id = ?1;

-- name: remember-answer
INSERT INTO answered (id, reply, answered_at) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING;

-- name: forget-answers
DELETE FROM answered WHERE answered_at < ?1;

-- name: bury
INSERT INTO dead_letter (
    id, producer, origin, stream, lane, sequence, emitted_at, workspace, topic, trace, payload, error, failed_at
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: dead-letters
SELECT * FROM dead_letter WHERE id > ?1 ORDER BY id LIMIT ?2;

-- name: dead-letter
SELECT * FROM dead_letter WHERE id = ?1;

-- name: dig-up
DELETE FROM dead_letter WHERE id = ?1;

-- name: count-dead-letters
SELECT COUNT(*) AS count FROM dead_letter;
