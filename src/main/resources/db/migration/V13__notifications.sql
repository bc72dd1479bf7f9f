-- More to be told of, and a say in who may tell. The last two types are never written yet.
--
-- filtered: kept apart, behind a request of whoever did it. report_id has no reference: what is
-- told of goes with its reporter, and reports are kept longer.
ALTER TABLE notification
  DROP CONSTRAINT notification_type_check,
  ADD CONSTRAINT notification_type_check CHECK (type IN (
    'mention', 'status', 'reblog', 'follow', 'follow_request', 'favourite', 'poll', 'update',
    'admin.sign_up', 'admin.report', 'severed_relationships', 'moderation_warning')),
  ADD COLUMN filtered  boolean NOT NULL DEFAULT false,
  ADD COLUMN report_id bigint;

DROP INDEX notification_once;
CREATE UNIQUE INDEX notification_once
  ON notification (account_id, type, from_account_id, coalesce(status_id, report_id, 0));

-- Each request is decided alone, so each stands alone.
UPDATE notification SET group_key = 'ungrouped-' || id WHERE type = 'follow_request';

-- The rest of a group: whether one is its newest, how many there are, who.
CREATE INDEX notification_group_key ON notification (account_id, group_key, id DESC);
CREATE INDEX notification_kept_apart ON notification (account_id, from_account_id, id DESC)
  WHERE filtered AND NOT dismissed;

-- In the order of their strictness: the strictest of those that apply counts.
CREATE TYPE notification_verdict AS ENUM ('accept', 'filter', 'drop');

-- What is done with whom one does not know. Nobody has a row before they change something.
CREATE TABLE notification_policy (
  account_id           bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  for_not_following    notification_verdict NOT NULL DEFAULT 'accept',
  for_not_followers    notification_verdict NOT NULL DEFAULT 'accept',
  for_new_accounts     notification_verdict NOT NULL DEFAULT 'accept',
  for_private_mentions notification_verdict NOT NULL DEFAULT 'accept',
  for_limited_accounts notification_verdict NOT NULL DEFAULT 'filter'
);

-- Whom somebody lets through whatever the policy says.
CREATE TABLE notification_permission (
  account_id      bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  from_account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  PRIMARY KEY (account_id, from_account_id)
);
CREATE INDEX notification_permission_from ON notification_permission (from_account_id);

-- Whose notifications are kept apart from somebody; id is the first one's.
CREATE TABLE notification_request (
  id              bigint PRIMARY KEY,
  account_id      bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  from_account_id bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  last_status_id  bigint      REFERENCES status ON DELETE SET NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (account_id, from_account_id)
);
CREATE INDEX notification_request_account ON notification_request (account_id, id DESC);
CREATE INDEX notification_request_from ON notification_request (from_account_id);
CREATE INDEX notification_request_status ON notification_request (last_status_id)
  WHERE last_status_id IS NOT NULL;

-- What becomes of a notification by somebody; about is the post that mentions the viewer, or that
-- it is about, or NULL. An answer to the viewer's own direct post is always let through.
CREATE FUNCTION judge_notification(viewer bigint, sender bigint, about bigint, mentions boolean)
RETURNS TABLE (verdict notification_verdict) LANGUAGE sql STABLE AS $$
  SELECT CASE
           WHEN EXISTS (SELECT FROM status s
                          JOIN conversation_mute c ON c.conversation_id = s.conversation_id
                         WHERE s.id = about AND c.account_id = viewer) THEN 'drop'
           WHEN EXISTS (SELECT FROM notification_permission k
                         WHERE k.account_id = viewer AND k.from_account_id = sender) THEN 'accept'
           ELSE greatest(
             'accept'::notification_verdict,
             CASE WHEN p.for_not_following <> 'accept'
                   AND NOT EXISTS (SELECT FROM follow f
                                    WHERE f.account_id = viewer AND f.target_id = sender)
                  THEN p.for_not_following END,
             CASE WHEN p.for_not_followers <> 'accept'
                   AND NOT EXISTS (SELECT FROM follow f
                                    WHERE f.account_id = sender AND f.target_id = viewer)
                  THEN p.for_not_followers END,
             CASE WHEN p.for_new_accounts <> 'accept' AND a.created_at > now() - interval '30 days'
                  THEN p.for_new_accounts END,
             CASE WHEN a.silenced_at IS NOT NULL
                   AND coalesce(p.for_limited_accounts, 'filter') <> 'accept'
                   AND NOT EXISTS (SELECT FROM follow f
                                    WHERE f.account_id = viewer AND f.target_id = sender)
                  THEN coalesce(p.for_limited_accounts, 'filter') END,
             CASE WHEN mentions AND p.for_private_mentions <> 'accept'
                   AND EXISTS (SELECT FROM status s
                                WHERE s.id = about AND s.visibility = 'direct'
                                  AND NOT EXISTS (SELECT FROM status own
                                                   WHERE own.id = s.in_reply_to_id
                                                     AND own.account_id = viewer
                                                     AND own.visibility = 'direct'))
                   AND NOT EXISTS (SELECT FROM follow f
                                    WHERE f.account_id = viewer AND f.target_id = sender)
                  THEN p.for_private_mentions END)
         END
    FROM account a
    LEFT JOIN notification_policy p ON p.account_id = viewer
   WHERE a.id = sender
$$;

-- What somebody was told and is still so: not dismissed, not undone, not gone, not of a thread or a
-- person that they want to hear no more of, and of the server's affairs only while they are staff.
CREATE FUNCTION told_notifications(viewer bigint) RETURNS SETOF notification
LANGUAGE sql STABLE AS $$
  SELECT n.*
    FROM notification n
   WHERE n.account_id = viewer AND NOT n.dismissed
     AND NOT EXISTS (SELECT FROM account a
                      WHERE a.id = n.from_account_id AND a.suspended_at IS NOT NULL)
     AND NOT EXISTS (SELECT FROM unheard_accounts(viewer) u
                      WHERE u.account_id = n.from_account_id)
     AND (n.status_id IS NULL
          OR EXISTS (SELECT FROM status s
                      WHERE s.id = n.status_id AND s.deleted_at IS NULL
                        AND NOT EXISTS (SELECT FROM conversation_mute c
                                         WHERE c.account_id = viewer
                                           AND c.conversation_id = s.conversation_id)))
     AND CASE n.type
           WHEN 'favourite' THEN EXISTS (SELECT FROM favourite f
                                          WHERE f.account_id = n.from_account_id
                                            AND f.status_id = n.status_id)
           WHEN 'reblog' THEN EXISTS (SELECT FROM status s
                                       WHERE s.reblog_of_id = n.status_id
                                         AND s.account_id = n.from_account_id)
           WHEN 'follow' THEN EXISTS (SELECT FROM follow f
                                       WHERE f.account_id = n.from_account_id
                                         AND f.target_id = viewer)
           WHEN 'follow_request' THEN EXISTS (SELECT FROM follow_request r
                                               WHERE r.account_id = n.from_account_id
                                                 AND r.target_id = viewer)
           WHEN 'admin.sign_up' THEN EXISTS (SELECT FROM account v
                                              WHERE v.id = viewer AND v.role <> 'user')
           WHEN 'admin.report' THEN EXISTS (SELECT FROM account v
                                             WHERE v.id = viewer AND v.role <> 'user')
           ELSE true
         END
$$;

-- What of it is listed: what is not kept apart.
CREATE OR REPLACE FUNCTION listed_notifications(viewer bigint) RETURNS SETOF notification
LANGUAGE sql STABLE AS $$
  SELECT n.* FROM told_notifications(viewer) n WHERE NOT n.filtered
$$;
