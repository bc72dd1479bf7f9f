CREATE TYPE status_state AS ENUM ('held', 'published', 'failed');

-- A post, or a boost of one (reblog_of_id). 'held' waits for its photos; 'failed' lost one of them,
-- and failure says why.
CREATE TABLE status (
  id                     bigint PRIMARY KEY,
  account_id             bigint       NOT NULL REFERENCES account ON DELETE CASCADE,
  state                  status_state NOT NULL,
  failure                text,
  visibility             visibility   NOT NULL,
  text                   text         NOT NULL DEFAULT '',
  spoiler_text           text         NOT NULL DEFAULT '',
  sensitive              boolean      NOT NULL DEFAULT false,
  language               text,
  in_reply_to_id         bigint       REFERENCES status ON DELETE SET NULL,
  in_reply_to_account_id bigint,
  reblog_of_id           bigint       REFERENCES status ON DELETE CASCADE,
  application_id         bigint       REFERENCES application ON DELETE SET NULL,
  media_count            smallint     NOT NULL DEFAULT 0,
  created_at             timestamptz  NOT NULL DEFAULT now(),
  edited_at              timestamptz
);
CREATE INDEX status_account ON status (account_id, id DESC);
CREATE INDEX status_replies ON status (in_reply_to_id, id) WHERE in_reply_to_id IS NOT NULL;
CREATE UNIQUE INDEX status_reblog ON status (reblog_of_id, account_id) WHERE reblog_of_id IS NOT NULL;
CREATE INDEX status_reblogged_by ON status (reblog_of_id, id DESC) INCLUDE (account_id)
  WHERE reblog_of_id IS NOT NULL;
CREATE INDEX status_application ON status (application_id) WHERE application_id IS NOT NULL;
CREATE INDEX status_public ON status (id DESC) INCLUDE (account_id, media_count)
  WHERE visibility = 'public' AND state = 'published' AND reblog_of_id IS NULL AND in_reply_to_id IS NULL;

CREATE TABLE status_stats (
  status_id        bigint PRIMARY KEY REFERENCES status ON DELETE CASCADE,
  favourites_count integer NOT NULL DEFAULT 0,
  reblogs_count    integer NOT NULL DEFAULT 0,
  replies_count    integer NOT NULL DEFAULT 0
) WITH (fillfactor = 70);

CREATE TABLE tag (
  id         bigint PRIMARY KEY,
  name       text        NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE status_tag (
  tag_id    bigint NOT NULL REFERENCES tag,
  status_id bigint NOT NULL REFERENCES status ON DELETE CASCADE,
  PRIMARY KEY (tag_id, status_id)
);
CREATE INDEX status_tag_status ON status_tag (status_id);

CREATE TABLE mention (
  status_id  bigint NOT NULL REFERENCES status ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  PRIMARY KEY (status_id, account_id)
);
CREATE INDEX mention_account ON mention (account_id, status_id);

-- id orders /favourites and /bookmarks: by when it was done, not by the post.
CREATE TABLE favourite (
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  status_id  bigint NOT NULL REFERENCES status ON DELETE CASCADE,
  id         bigint NOT NULL,
  PRIMARY KEY (account_id, status_id)
);
CREATE INDEX favourite_account ON favourite (account_id, id DESC);
CREATE INDEX favourite_status ON favourite (status_id, id DESC);

CREATE TABLE bookmark (
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  status_id  bigint NOT NULL REFERENCES status ON DELETE CASCADE,
  id         bigint NOT NULL,
  PRIMARY KEY (account_id, status_id)
);
CREATE INDEX bookmark_account ON bookmark (account_id, id DESC);
CREATE INDEX bookmark_status ON bookmark (status_id);

CREATE TABLE idempotency_key (
  account_id bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  key        text        NOT NULL CHECK (length(key) <= 255),
  status_id  bigint      NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

-- The one visibility rule. Set-returning SQL functions are inlined by the planner, so
--   SELECT … FROM visible_statuses($viewer) s WHERE s.id = ANY ($ids)
-- is an index scan with the rule as its filter. viewer is NULL for somebody not signed in.
CREATE FUNCTION readable_statuses(viewer bigint) RETURNS SETOF status LANGUAGE sql STABLE AS $$
  SELECT s.*
    FROM status s
   WHERE (s.account_id = viewer
          OR (s.state = 'published'
              AND (s.visibility IN ('public', 'unlisted')
                   OR EXISTS (SELECT FROM mention m WHERE m.status_id = s.id AND m.account_id = viewer)
                   OR (s.visibility = 'private'
                       AND EXISTS (SELECT FROM follow f
                                    WHERE f.account_id = viewer AND f.target_id = s.account_id)))
              AND NOT EXISTS (SELECT FROM block b
                               WHERE b.account_id = s.account_id AND b.target_id = viewer)
              AND NOT EXISTS (SELECT FROM account a
                               WHERE a.id = s.account_id AND a.suspended_at IS NOT NULL)))
$$;

-- A boost is visible when both it and what it boosts are.
CREATE FUNCTION visible_statuses(viewer bigint) RETURNS SETOF status LANGUAGE sql STABLE AS $$
  SELECT s.*
    FROM readable_statuses(viewer) s
   WHERE s.reblog_of_id IS NULL
      OR EXISTS (SELECT FROM readable_statuses(viewer) o WHERE o.id = s.reblog_of_id)
$$;
