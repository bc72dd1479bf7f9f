-- One row for each post in each home feed: fan-out on write. The page is read from the primary key
-- alone, so the columns that decide about a row at read time are in it: whose post it is, and of a
-- boost the original and its author. No foreign keys: rows come a thousand at a time, and the
-- reader drops what is gone.
CREATE TABLE home_feed (
  account_id       bigint NOT NULL,
  status_id        bigint NOT NULL,
  author_id        bigint NOT NULL,
  reblog_of_id     bigint,
  reblog_author_id bigint,
  PRIMARY KEY (account_id, status_id) INCLUDE (author_id, reblog_of_id, reblog_author_id)
) WITH (
  -- Index-only reads need vacuum to have marked the pages: by a number of rows, not by a share of
  -- what may be a hundred million.
  autovacuum_vacuum_insert_scale_factor = 0.01,
  autovacuum_vacuum_scale_factor = 0.02
);

-- Whose feed fan-out keeps up to date, and until when unless its owner looks at it again. built_at
-- is null while the feed is being rebuilt: new posts come in already, older ones are missing.
CREATE TABLE home_feed_state (
  account_id bigint PRIMARY KEY,
  kept_until timestamptz NOT NULL,
  built_at   timestamptz
) WITH (fillfactor = 80);

-- Authors whose posts are not written to feeds but read when a follower looks. An author who had
-- too many followers once stays here: leaving would put holes into feeds.
CREATE TABLE pulled_author (
  account_id bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  since      timestamptz NOT NULL DEFAULT now()
);

-- Whom the public timelines leave out.
CREATE INDEX account_limited ON account (id)
  WHERE silenced_at IS NOT NULL OR suspended_at IS NOT NULL;

-- Whom somebody does not want to see: blocked, or muted for now.
CREATE FUNCTION hidden_accounts(viewer bigint) RETURNS TABLE (account_id bigint)
LANGUAGE sql STABLE AS $$
  SELECT b.target_id FROM block b WHERE b.account_id = viewer
  UNION ALL
  SELECT m.target_id
    FROM mute m
   WHERE m.account_id = viewer AND (m.expires_at IS NULL OR m.expires_at > now())
$$;

-- The one rule of what stands in somebody's home feed, on top of what they may see: their own
-- posts, and those of whom they follow, without boosts where they want none, in the languages they
-- want of each (en stands for en-GB too), without replies to strangers, without whom they block or mute (as author, original author or mentioned). Fan-out
-- asks it for one post and many readers; rebuilding and pulling for one reader and many posts.
CREATE FUNCTION home_statuses(viewer bigint) RETURNS SETOF status LANGUAGE sql STABLE AS $$
  SELECT s.*
    FROM visible_statuses(viewer) s
   WHERE s.account_id = viewer
      OR (s.visibility <> 'direct'
          AND EXISTS (SELECT FROM follow f
                       WHERE f.account_id = viewer AND f.target_id = s.account_id
                         AND (f.show_reblogs OR s.reblog_of_id IS NULL)
                         AND (f.languages IS NULL OR s.language IS NULL
                              OR s.language = ANY (f.languages)
                              OR split_part(s.language, '-', 1) = ANY (f.languages)))
          AND (s.in_reply_to_account_id IS NULL
               OR s.in_reply_to_account_id IN (viewer, s.account_id)
               OR EXISTS (SELECT FROM follow f
                           WHERE f.account_id = viewer
                             AND f.target_id = s.in_reply_to_account_id))
          AND NOT EXISTS (SELECT FROM hidden_accounts(viewer) h
                           WHERE h.account_id = s.account_id)
          AND NOT EXISTS (SELECT
                            FROM status o
                            JOIN hidden_accounts(viewer) h ON h.account_id = o.account_id
                           WHERE o.id = s.reblog_of_id)
          AND NOT EXISTS (SELECT
                            FROM mention m
                            JOIN hidden_accounts(viewer) h ON h.account_id = m.account_id
                           WHERE m.status_id = coalesce(s.reblog_of_id, s.id)))
$$;
