-- Whether the chats that a number had before it was connected are read into the inbox (ruling 16), and whether that was
-- begun. Channels that are there already go on without them.
ALTER TABLE channel ADD COLUMN chat_sync INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channel_history ADD COLUMN synced INTEGER NOT NULL DEFAULT 0;
