CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Published posts as they are searched: their words, with what is known of them among the words
-- (from=ID, to=ID, in=public, has=media, #tag …; see docs/search.md). Written by a job, so that
-- posting does not wait for the index, and not in the post's row, so that counters and edits of that
-- do not touch it.
CREATE TABLE status_search (
  status_id bigint   PRIMARY KEY REFERENCES status ON DELETE CASCADE,
  words     tsvector NOT NULL
);
-- Without a list of pending entries, which every search would have to read through.
CREATE INDEX status_search_words ON status_search USING gin (words) WITH (fastupdate = off);

-- The posts that were there before this index; see SearchJobs.BACKFILL. A fresh database has none.
INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, args)
SELECT 'search.backfill', 'available', 100, 10, now(), now(),
       jsonb_build_object('before', 9223372036854775807)
 WHERE EXISTS (SELECT FROM status);

-- Case, accents, width and ligatures away: as Folding does in Java.
CREATE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT normalize(
           translate(
             replace(replace(replace(replace(
               lower(regexp_replace(normalize($1, NFKD),
                 '[\u0300-\u036F\u0591-\u05BD\u05BF\u0640\u064B-\u0652]+', '', 'g')),
               'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
             'øđðłħıς', 'oddlhiσ'),
           NFC)
$$;

-- Names by any part of three letters or more, and by the beginnings of their words in scripts that
-- pg_trgm takes no letters from.
CREATE INDEX account_search_part ON account
  USING gin (search_fold(username || ' ' || display_name) gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX account_search_words ON account
  USING gin (to_tsvector('simple', search_fold(display_name))) WITH (fastupdate = off)
  WHERE display_name <> '';

CREATE INDEX tag_search_beginning ON tag (search_fold(name) text_pattern_ops);
CREATE INDEX tag_search_part ON tag USING gin (search_fold(name) gin_trgm_ops)
  WITH (fastupdate = off);

-- What a search may find, on top of what the viewer may see: what is theirs or they had to do with
-- (the library), and public posts of people who let theirs be found; nothing of whom they hide.
-- place is 'library', 'public', or 'anywhere' for both.
CREATE FUNCTION searchable_statuses(viewer bigint, place text) RETURNS SETOF status
LANGUAGE sql STABLE AS $$
  SELECT s.*
    FROM visible_statuses(viewer) s
   WHERE s.state = 'published' AND s.reblog_of_id IS NULL
     AND ((place <> 'library' AND s.visibility = 'public'
           AND EXISTS (SELECT FROM account a
                        WHERE a.id = s.account_id AND a.indexable
                          AND (a.silenced_at IS NULL
                               OR EXISTS (SELECT FROM follow f
                                           WHERE f.account_id = viewer AND f.target_id = a.id))))
          OR (place <> 'public'
              AND (s.account_id = viewer
                   OR EXISTS (SELECT FROM mention m
                               WHERE m.status_id = s.id AND m.account_id = viewer)
                   OR EXISTS (SELECT FROM favourite f
                               WHERE f.account_id = viewer AND f.status_id = s.id)
                   OR EXISTS (SELECT FROM bookmark b
                               WHERE b.account_id = viewer AND b.status_id = s.id)
                   OR EXISTS (SELECT FROM status r
                               WHERE r.reblog_of_id = s.id AND r.account_id = viewer))))
     AND s.account_id NOT IN (SELECT h.account_id FROM hidden_accounts(viewer) h)
$$;
