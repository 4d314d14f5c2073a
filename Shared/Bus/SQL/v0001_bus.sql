-- Which outbox this is: one row, made once.
CREATE TABLE origin (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
);

-- The newest sequence of each track: one lane (0 to 63) of one stream. track: the stream's code * 64 + lane.
CREATE TABLE outbox_head (
    track INTEGER NOT NULL PRIMARY KEY,
    head INTEGER NOT NULL
);

-- Events as they were told. place: track * 2^40 + sequence, one number, so that a row is in one tree alone.
-- emitted_at: milliseconds since 1970; payload: JSON; trace: a traceparent or empty.
CREATE TABLE outbox (
    place INTEGER NOT NULL PRIMARY KEY,
    emitted_at INTEGER NOT NULL,
    workspace TEXT NOT NULL,
    topic TEXT NOT NULL,
    trace TEXT NOT NULL,
    payload BLOB NOT NULL
);

-- How far each service has durably read our tracks.
CREATE TABLE consumer (
    track INTEGER NOT NULL,
    service TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (track, service)
);

-- How far we have read the streams of others: the last sequence whose effect is in these tables.
CREATE TABLE cursor (
    lane INTEGER NOT NULL,
    stream TEXT NOT NULL,
    producer TEXT NOT NULL,
    origin INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (lane, stream, producer, origin)
);

-- Who may write for a lane. A new holder raises the epoch; a former one finds it raised and can change nothing.
CREATE TABLE lane (
    lane INTEGER NOT NULL PRIMARY KEY,
    epoch INTEGER NOT NULL,
    holder TEXT NOT NULL
);

-- Replies to commands, to repeat them to a retry. answered_at: milliseconds since 1970.
CREATE TABLE answered (
    id TEXT NOT NULL PRIMARY KEY,
    reply BLOB NOT NULL,
    answered_at INTEGER NOT NULL
);
CREATE INDEX answered_by_time ON answered (answered_at);

-- Events whose handler kept failing. failed_at: milliseconds since 1970.
CREATE TABLE dead_letter (
    id TEXT NOT NULL PRIMARY KEY,
    producer TEXT NOT NULL,
    origin INTEGER NOT NULL,
    stream TEXT NOT NULL,
    lane INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    emitted_at INTEGER NOT NULL,
    workspace TEXT NOT NULL,
    topic TEXT NOT NULL,
    trace TEXT NOT NULL,
    payload BLOB NOT NULL,
    error TEXT NOT NULL,
    failed_at INTEGER NOT NULL
);
