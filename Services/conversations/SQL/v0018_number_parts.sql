-- Numbers are found by parts of six digits, which few of them share; of three, a million numbers have each in thousands.

-- engine: sqlite
CREATE VIRTUAL TABLE number_index USING fts5(parts, content='', detail='none', columnsize=0);

INSERT INTO number_index (rowid, parts) SELECT seq, digit_parts(text) FROM search_doc;

CREATE TRIGGER search_number_added AFTER INSERT ON search_doc BEGIN
    INSERT INTO number_index (rowid, parts) VALUES (new.seq, digit_parts(new.text));
END;

CREATE TRIGGER search_number_changed AFTER UPDATE ON search_doc WHEN digit_parts(old.text) <> digit_parts(new.text) BEGIN
    INSERT INTO number_index (number_index, rowid, parts) VALUES ('delete', old.seq, digit_parts(old.text));
    INSERT INTO number_index (rowid, parts) VALUES (new.seq, digit_parts(new.text));
END;
-- engine: both
