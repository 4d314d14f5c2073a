-- name: make-origin
INSERT INTO origin (id, value) VALUES (1, ?1) ON CONFLICT (id) DO NOTHING;

-- name: origin
SELECT value FROM origin WHERE id = 1;

-- name: replace-origin
-- ?2 is the one that goes; changes nothing when another one is there.
UPDATE origin SET value = ?1 WHERE id = 1 AND value = ?2;

-- name: hold-origin
-- Until the transaction ends, it is ?1; changes nothing when it is another one.
UPDATE origin SET value = value WHERE id = 1 AND value = ?1;

-- name: remember-consumer
INSERT INTO consumer (track, service, sequence) VALUES (?1, ?2, ?3)
ON CONFLICT (track, service) DO UPDATE SET sequence = excluded.sequence
WHERE consumer.sequence < excluded.sequence;

-- name: forget-reading
-- Who has read us is still known, but not how far.
UPDATE consumer SET sequence = 0;

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
