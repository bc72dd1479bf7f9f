-- A post that its author took away is gone for everybody at once, by this mark alone; a job removes
-- its boosts, its photos and then the row. Boosts are never marked: they go as they are.
--
-- conversation_id is the id of the thread's first post, which may itself have been removed since.
-- A boost has none; its conversation is that of what it boosts.
ALTER TABLE status
  ADD COLUMN deleted_at      timestamptz,
  ADD COLUMN conversation_id bigint;

WITH RECURSIVE thread (id, root) AS (
  SELECT s.id, s.id FROM status s WHERE s.in_reply_to_id IS NULL AND s.reblog_of_id IS NULL
  UNION ALL
  SELECT s.id, t.root FROM thread t JOIN status s ON s.in_reply_to_id = t.id
)
UPDATE status s SET conversation_id = t.root FROM thread t WHERE s.id = t.id;

CREATE INDEX status_conversation ON status (conversation_id, id) WHERE conversation_id IS NOT NULL;

-- What the public timeline reads, without what was taken away.
DROP INDEX status_public;
CREATE INDEX status_public ON status (id DESC) INCLUDE (account_id, media_count)
  WHERE visibility = 'public' AND state = 'published' AND deleted_at IS NULL
    AND reblog_of_id IS NULL AND in_reply_to_id IS NULL;

-- The photos of an account, and its posts under one tag, without walking through all else it wrote.
CREATE INDEX status_account_media ON status (account_id, id DESC) WHERE media_count > 0;

ALTER TABLE status_tag ADD COLUMN account_id bigint;
UPDATE status_tag t SET account_id = s.account_id FROM status s WHERE s.id = t.status_id;
ALTER TABLE status_tag ALTER COLUMN account_id SET NOT NULL;
CREATE INDEX status_tag_account ON status_tag (account_id, tag_id, status_id DESC);

-- What a post said after each of its changes; the first row is what it said at first. A post that
-- was never changed has no rows. media_ids are the photos in their order, descriptions what was
-- said of each then.
CREATE TABLE status_edit (
  id           bigint PRIMARY KEY,
  status_id    bigint      NOT NULL REFERENCES status ON DELETE CASCADE,
  text         text        NOT NULL,
  spoiler_text text        NOT NULL,
  sensitive    boolean     NOT NULL,
  media_ids    bigint[]    NOT NULL DEFAULT '{}',
  descriptions text[]      NOT NULL DEFAULT '{}',
  created_at   timestamptz NOT NULL
);
CREATE INDEX status_edit_status ON status_edit (status_id, id DESC);

-- id orders an account's pins by when they were made.
CREATE TABLE status_pin (
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  status_id  bigint NOT NULL REFERENCES status ON DELETE CASCADE,
  id         bigint NOT NULL,
  PRIMARY KEY (account_id, status_id)
);
CREATE INDEX status_pin_account ON status_pin (account_id, id DESC);
CREATE INDEX status_pin_status ON status_pin (status_id);

-- Threads that somebody wants to hear no more of.
CREATE TABLE conversation_mute (
  account_id      bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  conversation_id bigint NOT NULL,
  PRIMARY KEY (account_id, conversation_id)
);
CREATE INDEX conversation_mute_conversation ON conversation_mute (conversation_id);

-- The one visibility rule, as before, without what was taken away: not even for its author.
CREATE OR REPLACE FUNCTION readable_statuses(viewer bigint) RETURNS SETOF status
LANGUAGE sql STABLE AS $$
  SELECT s.*
    FROM status s
   WHERE s.deleted_at IS NULL
     AND (s.account_id = viewer
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
