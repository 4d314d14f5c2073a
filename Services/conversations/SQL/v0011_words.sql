-- engine: postgres
-- What PostgreSQL knows messages by: words alone, as SQLite does. Its parser would keep an address or a price whole, and
-- nobody would find gym in info@gym.my.
CREATE FUNCTION words(body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple', translate(coalesce(body, ''), '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
$$;

DROP INDEX message_words;
CREATE INDEX message_words ON message USING gin (words(body));
-- engine: both
