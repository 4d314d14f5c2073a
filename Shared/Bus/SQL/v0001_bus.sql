-- Which outbox this is: one row, made once.
CREATE TABLE origin (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
);

-- The newest sequence of each stream and lane.
CREATE TABLE outbox_head (
    stream TEXT NOT NULL,
    lane INTEGER NOT NULL,
    head INTEGER NOT NULL,
    PRIMARY KEY (stream, lane)
);

-- Events as they were told. emitted_at: milliseconds since 1970; payload: JSON; trace: a traceparent or empty.
CREATE TABLE outbox (
    stream TEXT NOT NULL,
    lane INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    emitted_at INTEGER NOT NULL,
    workspace TEXT NOT NULL,
    topic TEXT NOT NULL,
    trace TEXT NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (stream, lane, sequence)
);

-- How far each service has durably read our streams.
CREATE TABLE consumer (
    service TEXT NOT NULL,
    stream TEXT NOT NULL,
    lane INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (stream, service, lane)
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
