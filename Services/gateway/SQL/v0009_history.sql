-- How far what the provider keeps of a channel's past was read. Times are milliseconds since 1970.
CREATE TABLE channel_history (
    channel TEXT PRIMARY KEY REFERENCES channel (id),
    -- until when everything is known to have come, by webhook or by reading
    covered_at INTEGER NOT NULL,
    -- of a reading that is not finished: since when it reads, when it began, whether over all chats at once, and how many
    -- messages or chats are behind it; null while there is none
    since INTEGER,
    begun_at INTEGER,
    across INTEGER,
    place INTEGER
);
