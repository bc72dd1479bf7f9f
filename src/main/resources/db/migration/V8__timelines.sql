-- One row for each post in each home feed: fan-out on write. Read by the primary key alone.
-- No foreign keys: rows come a thousand at a time, and the reader drops what is gone.
CREATE TABLE home_feed (
  account_id bigint NOT NULL,
  status_id  bigint NOT NULL,
  PRIMARY KEY (account_id, status_id)
);

-- Whose feed is kept up to date by fan-out, and how far back it reaches.
CREATE TABLE home_feed_state (
  account_id bigint PRIMARY KEY,
  built_at   timestamptz NOT NULL DEFAULT now()
);
