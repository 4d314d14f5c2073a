-- Which outbox this is: one row, made once.
CREATE TABLE origin (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
);

-- engine: sqlite
-- Events as they were told: a row for those of a stream that were committed together, since one writer makes them all.
-- place: the stream's code * 2^40 + a number from 1 without a gap; lanes: a bit for each lane that has an event here;
-- heads: the newest sequence of each lane, this row's included; emitted_at: of the newest event, milliseconds since 1970;
-- events: see EventBlock. The columns are in the order in which they are read.
CREATE TABLE outbox (
    place INTEGER NOT NULL PRIMARY KEY,
    lanes INTEGER NOT NULL,
    emitted_at INTEGER NOT NULL,
    heads BLOB NOT NULL,
    events BLOB NOT NULL
);

-- engine: postgres
-- The newest sequence of each track: one lane (0 to 63) of one stream. track: the stream's code * 64 + lane.
CREATE TABLE outbox_head (
    track INTEGER NOT NULL PRIMARY KEY,
    head INTEGER NOT NULL
);

-- Events as they were told. place: track * 2^40 + sequence, one number, so that a row is in one tree alone.
-- emitted_at: milliseconds since 1970; header: the end of the event's header; payload: JSON.
CREATE TABLE outbox (
    place INTEGER NOT NULL PRIMARY KEY,
    emitted_at INTEGER NOT NULL,
    header TEXT NOT NULL,
    payload BLOB NOT NULL
);

-- engine: both

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
