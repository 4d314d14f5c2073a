-- engine: sqlite
-- 1 when the events are compressed by zstd. Behind the events, and yet read without them, since 0 and 1 take no room.
ALTER TABLE outbox ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;
