-- What a search for people looks through.

-- engine: sqlite
CREATE TABLE search_doc (
    -- the number that the index knows it by
    seq INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL UNIQUE,
    -- names and numbers, in lower case, a line each
    text TEXT NOT NULL
);

-- By parts of three characters, kept in step by the triggers.
CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_doc', content_rowid='seq', tokenize='trigram');

CREATE TRIGGER search_doc_added AFTER INSERT ON search_doc BEGIN
    INSERT INTO search_index (rowid, text) VALUES (new.seq, new.text);
END;

CREATE TRIGGER search_doc_changed AFTER UPDATE ON search_doc BEGIN
    INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', old.seq, old.text);
    INSERT INTO search_index (rowid, text) VALUES (new.seq, new.text);
END;
-- engine: postgres
CREATE TABLE search_doc (
    conversation TEXT PRIMARY KEY,
    -- names and numbers, in lower case, a line each
    text TEXT NOT NULL
);

-- The parts of three characters of a text, as pg_trgm would have them: it is not there for everyone.
CREATE FUNCTION grams(whole text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(whole, place, 3)), '{}')
    FROM generate_series(1, char_length(whole) - 2) place
$$;

CREATE INDEX search_doc_grams ON search_doc USING gin (grams(text));
-- engine: both

-- The words of messages. SQLite's index is written afterwards, in batches, so that the way of a message pays nothing for
-- it: it has all messages up to the cursor. PostgreSQL gathers what is new in a list of the index by itself.

-- engine: sqlite
CREATE TABLE word_cursor (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL
);
INSERT INTO word_cursor (one, seq) VALUES (1, 0);

CREATE VIRTUAL TABLE message_words
USING fts5(body, content='message', content_rowid='seq', tokenize='unicode61 remove_diacritics 0');

CREATE TRIGGER message_says_otherwise AFTER UPDATE OF body ON message
WHEN old.body IS NOT new.body AND old.seq <= (SELECT seq FROM word_cursor WHERE one = 1) BEGIN
    INSERT INTO message_words (message_words, rowid, body)
    SELECT 'delete', old.seq, old.body WHERE old.body IS NOT NULL;
    INSERT INTO message_words (rowid, body) SELECT new.seq, new.body WHERE new.body IS NOT NULL;
END;

-- The number of the newest message is given again once it is gone: the next one is to be indexed, too.
CREATE TRIGGER message_is_gone AFTER DELETE ON message WHEN old.seq <= (SELECT seq FROM word_cursor WHERE one = 1) BEGIN
    INSERT INTO message_words (message_words, rowid, body)
    SELECT 'delete', old.seq, old.body WHERE old.body IS NOT NULL;
    UPDATE word_cursor SET seq = old.seq - 1 WHERE one = 1 AND NOT EXISTS (SELECT 1 FROM message WHERE seq >= old.seq);
END;
-- engine: postgres
CREATE INDEX message_words ON message USING gin (to_tsvector('simple', coalesce(body, '')));
-- engine: both
