-- A notification of what a moderator told its reader; like report_id without a reference, since
-- both go with the same account.
ALTER TABLE notification ADD COLUMN warning_id bigint;

DROP INDEX notification_once;
CREATE UNIQUE INDEX notification_once
  ON notification (account_id, type, from_account_id,
                   coalesce(status_id, report_id, warning_id, 0));
