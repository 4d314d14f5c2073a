-- engine: sqlite
-- 1 when the events are compressed by zstd. Behind the events, and yet found without them, since SQLite keeps 0 and 1 in
-- the head of a row.
ALTER TABLE outbox ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;
