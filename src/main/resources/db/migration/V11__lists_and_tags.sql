-- Lists: some of those whom somebody follows, as a timeline of their own. The members of an
-- exclusive list are not in its owner's home.
CREATE TABLE list (
  id             bigint PRIMARY KEY,
  account_id     bigint  NOT NULL REFERENCES account ON DELETE CASCADE,
  title          text    NOT NULL CHECK (length(title) <= 255),
  replies_policy text    NOT NULL DEFAULT 'list' CHECK (replies_policy IN ('followed', 'list', 'none')),
  exclusive      boolean NOT NULL DEFAULT false,
  UNIQUE (account_id, id)
);

-- account_id owns the list, target_id stands on it. A member is whom the owner follows: the second
-- key takes them off when that ends, however it ends.
CREATE TABLE list_member (
  list_id    bigint NOT NULL,
  account_id bigint NOT NULL,
  target_id  bigint NOT NULL,
  id         bigint NOT NULL,
  PRIMARY KEY (list_id, target_id),
  FOREIGN KEY (account_id, list_id) REFERENCES list (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, target_id) REFERENCES follow (account_id, target_id) ON DELETE CASCADE
);
CREATE INDEX list_member_listed ON list_member (list_id, id DESC) INCLUDE (target_id);
CREATE INDEX list_member_of ON list_member (account_id, target_id, list_id);

-- Whom somebody shows on their profile; only whom they follow.
CREATE TABLE endorsement (
  account_id bigint NOT NULL,
  target_id  bigint NOT NULL,
  id         bigint NOT NULL,
  PRIMARY KEY (account_id, target_id),
  FOREIGN KEY (account_id, target_id) REFERENCES follow (account_id, target_id) ON DELETE CASCADE
);
CREATE INDEX endorsement_listed ON endorsement (account_id, id DESC);

-- Kept for the apps that write and read it; nothing comes from another domain.
CREATE TABLE domain_block (
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  domain     text   NOT NULL CHECK (length(domain) <= 253),
  id         bigint NOT NULL,
  PRIMARY KEY (account_id, domain)
);
CREATE INDEX domain_block_listed ON domain_block (account_id, id DESC);

-- Fan-out walks a tag's followers by account id, a chunk at a time.
CREATE TABLE tag_follow (
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  tag_id     bigint NOT NULL REFERENCES tag ON DELETE CASCADE,
  id         bigint NOT NULL,
  PRIMARY KEY (account_id, tag_id)
);
CREATE INDEX tag_follow_listed ON tag_follow (account_id, id DESC);
CREATE INDEX tag_follow_fan_out ON tag_follow (tag_id, account_id);

-- Tags whose posts are not written to feeds but read when a follower looks; as pulled_author.
CREATE TABLE pulled_tag (
  tag_id bigint PRIMARY KEY REFERENCES tag ON DELETE CASCADE,
  since  timestamptz NOT NULL DEFAULT now()
);

-- statuses_count are those of the account's posts with the tag that tag_use counts.
CREATE TABLE featured_tag (
  id             bigint PRIMARY KEY,
  account_id     bigint  NOT NULL REFERENCES account ON DELETE CASCADE,
  tag_id         bigint  NOT NULL REFERENCES tag ON DELETE CASCADE,
  statuses_count integer NOT NULL DEFAULT 0,
  UNIQUE (account_id, tag_id)
);
CREATE INDEX featured_tag_tag ON featured_tag (tag_id);

-- Each use of a tag that tag_day counts: a public post of somebody neither silenced nor suspended.
-- No foreign key to the post: what is gone must still be known, to be counted out.
CREATE TABLE tag_use (
  status_id  bigint NOT NULL,
  tag_id     bigint NOT NULL REFERENCES tag ON DELETE CASCADE,
  account_id bigint NOT NULL,
  day        date   NOT NULL,
  PRIMARY KEY (status_id, tag_id)
);
CREATE INDEX tag_use_day ON tag_use (tag_id, day, account_id);

-- How often a tag was used on a day (UTC), and by how many accounts.
CREATE TABLE tag_day (
  tag_id   bigint  NOT NULL REFERENCES tag ON DELETE CASCADE,
  day      date    NOT NULL,
  uses     integer NOT NULL DEFAULT 0,
  accounts integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tag_id, day)
) WITH (fillfactor = 80);
CREATE INDEX tag_day_day ON tag_day (day);

INSERT INTO tag_use (status_id, tag_id, account_id, day)
SELECT s.id, t.tag_id, s.account_id, (s.created_at AT TIME ZONE 'UTC')::date
  FROM status_tag t
  JOIN status s ON s.id = t.status_id AND s.state = 'published' AND s.visibility = 'public'
               AND s.reblog_of_id IS NULL AND s.deleted_at IS NULL
  JOIN account a ON a.id = s.account_id AND a.silenced_at IS NULL AND a.suspended_at IS NULL;
INSERT INTO tag_day (tag_id, day, uses, accounts)
SELECT tag_id, day, count(*), count(DISTINCT account_id) FROM tag_use GROUP BY tag_id, day;

-- The one rule of what stands in somebody's home feed, on top of what they may see: their own
-- posts; those of whom they follow, without boosts where they want none, in the languages they want
-- of each (en stands for en-GB too), without replies to strangers; and what others post in public
-- with a tag that they follow, unless it is a boost or a reply or its author is silenced. All of it
-- without whom they block or mute (as author, original author or mentioned), and without the
-- members of their exclusive lists. Fan-out asks it for one post and many readers; rebuilding and
-- pulling for one reader and many posts.
CREATE OR REPLACE FUNCTION home_statuses(viewer bigint) RETURNS SETOF status
LANGUAGE sql STABLE AS $$
  SELECT s.*
    FROM visible_statuses(viewer) s
   WHERE s.account_id = viewer
      OR (s.visibility <> 'direct'
          AND ((EXISTS (SELECT FROM follow f
                         WHERE f.account_id = viewer AND f.target_id = s.account_id
                           AND (f.show_reblogs OR s.reblog_of_id IS NULL)
                           AND (f.languages IS NULL OR s.language IS NULL
                                OR s.language = ANY (f.languages)
                                OR split_part(s.language, '-', 1) = ANY (f.languages)))
                AND (s.in_reply_to_account_id IS NULL
                     OR s.in_reply_to_account_id IN (viewer, s.account_id)
                     OR EXISTS (SELECT FROM follow f
                                 WHERE f.account_id = viewer
                                   AND f.target_id = s.in_reply_to_account_id)))
               OR (s.visibility = 'public' AND s.reblog_of_id IS NULL
                   AND s.in_reply_to_account_id IS NULL
                   AND EXISTS (SELECT
                                 FROM status_tag t
                                 JOIN tag_follow f ON f.account_id = viewer AND f.tag_id = t.tag_id
                                WHERE t.status_id = s.id)
                   AND NOT EXISTS (SELECT FROM account a
                                    WHERE a.id = s.account_id AND a.silenced_at IS NOT NULL)))
          AND NOT EXISTS (SELECT
                            FROM list_member m
                            JOIN list l ON l.id = m.list_id AND l.exclusive
                           WHERE m.account_id = viewer AND m.target_id = s.account_id)
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

-- The one rule of what stands in a list's timeline: what its members post, as the owner wants it of
-- each (boosts, languages) and may see it, without whom the owner blocks or mutes. Replies to others
-- than the author and the owner stand there when they are to a member ('list'), to anybody the
-- owner follows ('followed'), or never ('none'). Nothing for anybody but the owner.
CREATE FUNCTION list_statuses(viewer bigint, of_list bigint) RETURNS SETOF status
LANGUAGE sql STABLE AS $$
  SELECT s.*
    FROM visible_statuses(viewer) s
   WHERE s.visibility <> 'direct'
     AND EXISTS (SELECT
                   FROM list_member m
                   JOIN follow f ON f.account_id = m.account_id AND f.target_id = m.target_id
                  WHERE m.list_id = of_list AND m.target_id = s.account_id AND m.account_id = viewer
                    AND (f.show_reblogs OR s.reblog_of_id IS NULL)
                    AND (f.languages IS NULL OR s.language IS NULL
                         OR s.language = ANY (f.languages)
                         OR split_part(s.language, '-', 1) = ANY (f.languages)))
     AND (s.in_reply_to_account_id IS NULL
          OR s.in_reply_to_account_id IN (viewer, s.account_id)
          OR CASE (SELECT l.replies_policy FROM list l WHERE l.id = of_list)
               WHEN 'list' THEN EXISTS (SELECT FROM list_member m
                                         WHERE m.list_id = of_list
                                           AND m.target_id = s.in_reply_to_account_id)
               WHEN 'followed' THEN EXISTS (SELECT FROM follow f
                                             WHERE f.account_id = viewer
                                               AND f.target_id = s.in_reply_to_account_id)
               ELSE false
             END)
     AND NOT EXISTS (SELECT FROM hidden_accounts(viewer) h WHERE h.account_id = s.account_id)
     AND NOT EXISTS (SELECT
                       FROM status o
                       JOIN hidden_accounts(viewer) h ON h.account_id = o.account_id
                      WHERE o.id = s.reblog_of_id)
     AND NOT EXISTS (SELECT
                       FROM mention m
                       JOIN hidden_accounts(viewer) h ON h.account_id = m.account_id
                      WHERE m.status_id = coalesce(s.reblog_of_id, s.id))
$$;
