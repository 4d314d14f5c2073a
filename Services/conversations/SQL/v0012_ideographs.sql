-- What a search for people looks through has every kana, Chinese character and Hangul syllable followed by two word joiners
-- from now on: names of one or two of them are found, too.

-- engine: sqlite
UPDATE search_doc SET text = (
    WITH RECURSIVE widened (done, rest) AS (
        SELECT '', search_doc.text
        UNION ALL
        SELECT
            done || substr(rest, 1, 1)
                || CASE WHEN substr(rest, 1, 1) GLOB '[぀-ヿ㐀-䶿一-鿿가-힯]' THEN char(8288, 8288) ELSE '' END,
            substr(rest, 2)
        FROM widened WHERE rest <> ''
    )
    SELECT done FROM widened WHERE rest = ''
)
WHERE text GLOB '*[぀-ヿ㐀-䶿一-鿿가-힯]*';
-- engine: postgres
UPDATE search_doc SET text = regexp_replace(text, '([぀-ヿ㐀-䶿一-鿿가-힯])', '\1' || chr(8288) || chr(8288), 'g')
WHERE text ~ '[぀-ヿ㐀-䶿一-鿿가-힯]';
-- engine: both
