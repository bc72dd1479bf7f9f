-- Who was here in which week, which begins on a Monday in UTC: for /api/v1/instance/activity. What
-- is older than it tells goes as it is counted.
CREATE TABLE active_week (
  week       date   NOT NULL,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  PRIMARY KEY (week, account_id)
);
CREATE INDEX active_week_account ON active_week (account_id);
