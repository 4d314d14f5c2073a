-- engine: both
-- In the index of words every kana, Chinese character and Hangul syllable is a word by itself from now on: what is written
-- without blanks is found by any part of it.

-- engine: sqlite
INSERT INTO message_words (message_words, rowid, body)
SELECT 'delete', seq, body FROM message
WHERE seq <= (SELECT seq FROM word_cursor WHERE one = 1) AND body GLOB '*[぀-ヿ㐀-䶿一-鿿가-힯]*';

INSERT INTO message_words (rowid, body)
SELECT seq, words_apart(body) FROM message
WHERE seq <= (SELECT seq FROM word_cursor WHERE one = 1) AND body GLOB '*[぀-ヿ㐀-䶿一-鿿가-힯]*';

DROP TRIGGER message_says_otherwise;
CREATE TRIGGER message_says_otherwise AFTER UPDATE OF body ON message
WHEN old.body IS NOT new.body AND old.seq <= (SELECT seq FROM word_cursor WHERE one = 1) BEGIN
    INSERT INTO message_words (message_words, rowid, body)
    SELECT 'delete', old.seq, words_apart(old.body) WHERE old.body IS NOT NULL;
    INSERT INTO message_words (rowid, body) SELECT new.seq, words_apart(new.body) WHERE new.body IS NOT NULL;
END;

DROP TRIGGER message_is_gone;
CREATE TRIGGER message_is_gone AFTER DELETE ON message WHEN old.seq <= (SELECT seq FROM word_cursor WHERE one = 1) BEGIN
    INSERT INTO message_words (message_words, rowid, body)
    SELECT 'delete', old.seq, words_apart(old.body) WHERE old.body IS NOT NULL;
    UPDATE word_cursor SET seq = old.seq - 1 WHERE one = 1 AND NOT EXISTS (SELECT 1 FROM message WHERE seq >= old.seq);
END;
-- engine: postgres
CREATE OR REPLACE FUNCTION words(body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple', translate(
        CASE WHEN octet_length(body) = length(body) THEN body
            ELSE regexp_replace(coalesce(body, ''), '([぀-ヿ㐀-䶿一-鿿가-힯])', ' \1 ', 'g') END,
        '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~',
        repeat(' ', 32)
    ))
$$;

DROP INDEX message_words;
CREATE INDEX message_words ON message USING gin (words(body));
-- engine: both
