-- A dismissed row stays for as long as what it tells of is looked at again: without it, the next
-- deed to the same subject would tell of all before it a second time.
CREATE TABLE notification (
  id              bigint PRIMARY KEY,
  account_id      bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  type            text        NOT NULL CHECK (type IN ('mention', 'status', 'reblog', 'follow',
                                                       'follow_request', 'favourite')),
  from_account_id bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  status_id       bigint      REFERENCES status ON DELETE CASCADE,
  group_key       text        NOT NULL,
  dismissed       boolean     NOT NULL DEFAULT false,
  created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX notification_account ON notification (account_id, id DESC);
CREATE INDEX notification_from ON notification (from_account_id);
CREATE INDEX notification_status ON notification (status_id) WHERE status_id IS NOT NULL;
CREATE UNIQUE INDEX notification_once
  ON notification (account_id, type, from_account_id, coalesce(status_id, 0));

-- What happened to one subject (a status, or the account itself) within one hour: all of it is
-- counted here, the first of it is listed above. hour counts from 2025, as the time in an id does.
CREATE TABLE notification_group (
  account_id bigint   NOT NULL REFERENCES account ON DELETE CASCADE,
  type       text     NOT NULL,
  subject_id bigint   NOT NULL,
  hour       integer  NOT NULL,
  count      integer  NOT NULL,
  PRIMARY KEY (account_id, type, subject_id, hour)
) WITH (fillfactor = 70);

-- How far somebody has read.
CREATE TABLE marker (
  account_id   bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  timeline     text        NOT NULL CHECK (timeline IN ('home', 'notifications')),
  last_read_id bigint      NOT NULL,
  version      integer     NOT NULL DEFAULT 1,
  updated_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, timeline)
) WITH (fillfactor = 70);

-- An author's followers who want to hear of each post; few of them do.
CREATE INDEX follow_notify ON follow (target_id, account_id) WHERE notify;

-- The id layout's time part in hours.
CREATE FUNCTION hour_of(id bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT ((id >> 21) / 3600000)::integer
$$;

-- Whose notifications somebody does not want: blocked, or muted with their notifications.
CREATE FUNCTION unheard_accounts(viewer bigint) RETURNS TABLE (account_id bigint)
LANGUAGE sql STABLE AS $$
  SELECT b.target_id FROM block b WHERE b.account_id = viewer
  UNION ALL
  SELECT m.target_id
    FROM mute m
   WHERE m.account_id = viewer AND m.notifications
     AND (m.expires_at IS NULL OR m.expires_at > now())
$$;

-- What is listed: what has not been dismissed or undone since, from nobody who was blocked, muted
-- or suspended since.
CREATE FUNCTION listed_notifications(viewer bigint) RETURNS SETOF notification
LANGUAGE sql STABLE AS $$
  SELECT n.*
    FROM notification n
   WHERE n.account_id = viewer AND NOT n.dismissed
     AND NOT EXISTS (SELECT FROM account a
                      WHERE a.id = n.from_account_id AND a.suspended_at IS NOT NULL)
     AND NOT EXISTS (SELECT FROM unheard_accounts(viewer) u
                      WHERE u.account_id = n.from_account_id)
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
           ELSE true
         END
$$;
