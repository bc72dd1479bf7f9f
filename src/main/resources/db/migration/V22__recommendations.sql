-- What is popular, worked out now and then by a job and read by everybody. Small: a few hundred rows.
CREATE TABLE trending_status (
  period    text   NOT NULL CHECK (period IN ('daily', 'monthly', 'yearly')),
  status_id bigint NOT NULL REFERENCES status ON DELETE CASCADE,
  score     real   NOT NULL,
  PRIMARY KEY (period, status_id)
);
CREATE INDEX trending_status_best ON trending_status (period, score DESC, status_id DESC);
CREATE INDEX trending_status_status ON trending_status (status_id);

CREATE TABLE trending_tag (
  tag_id bigint PRIMARY KEY REFERENCES tag ON DELETE CASCADE,
  score  real   NOT NULL
);
CREATE INDEX trending_tag_best ON trending_tag (score DESC, tag_id);

CREATE TABLE popular_account (
  account_id bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  score      real   NOT NULL
);
CREATE INDEX popular_account_best ON popular_account (score DESC, account_id);

-- Whom somebody does not want to be suggested.
CREATE TABLE suggestion_dismissal (
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  target_id  bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, target_id)
);
CREATE INDEX suggestion_dismissal_target ON suggestion_dismissal (target_id);

-- The favourites of the last hours: ids ascend with time, so a summary of each run of pages does.
CREATE INDEX favourite_lately ON favourite USING brin (id) WITH (pages_per_range = 32, autosummarize = on);

-- The directory. Counters of others do not touch this index: only posting does.
CREATE INDEX account_stats_active ON account_stats (last_status_at DESC, account_id DESC)
  WHERE last_status_at IS NOT NULL;

-- Who may be shown to people who did not ask for them by name.
CREATE FUNCTION discoverable_accounts() RETURNS SETOF account LANGUAGE sql STABLE AS $$
  SELECT a.*
    FROM account a
   WHERE a.discoverable AND a.suspended_at IS NULL AND a.silenced_at IS NULL
     AND NOT EXISTS (SELECT FROM credential c
                      WHERE c.account_id = a.id
                        AND (c.approved_at IS NULL OR c.confirmed_at IS NULL))
$$;

-- Whom not to suggest to somebody: themselves, whom they follow or asked to, whom they block or
-- mute, who blocks them, and whom they took off.
CREATE FUNCTION unwanted_accounts(viewer bigint) RETURNS TABLE (id bigint)
LANGUAGE sql STABLE AS $$
  SELECT viewer
  UNION ALL
  SELECT f.target_id FROM follow f WHERE f.account_id = viewer
  UNION ALL
  SELECT r.target_id FROM follow_request r WHERE r.account_id = viewer
  UNION ALL
  SELECT h.account_id FROM hidden_accounts(viewer) h
  UNION ALL
  SELECT b.account_id FROM block b WHERE b.target_id = viewer
  UNION ALL
  SELECT d.target_id FROM suggestion_dismissal d WHERE d.account_id = viewer
$$;
