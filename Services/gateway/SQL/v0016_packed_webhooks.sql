-- 1 when the bodies are compressed by zstd.
ALTER TABLE webhook_batch ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;
