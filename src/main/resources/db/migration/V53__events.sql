-- What people look at, as their clients tell it: one partition for each day (UTC) in which events
-- come, dropped as a whole when it is old. There is neither a key nor a B-tree, which would cost half
-- of the rate at which rows are taken in. Rows of a day whose partition is missing go to
-- events_default, so that none is lost. Which types there are is the program's to say.
CREATE TABLE events (
  received_at timestamptz NOT NULL,
  at          timestamptz,
  visitor     bigint      NOT NULL,
  status_id   bigint,
  duration_ms integer,
  type        text        NOT NULL
) PARTITION BY RANGE (received_at);
CREATE INDEX events_received ON events USING brin (received_at);
CREATE TABLE events_default PARTITION OF events DEFAULT;

-- With what an account is made a visitor on one day. When the key has gone, nobody can tell who it
-- was, nor whether visitors of two days are the same person.
CREATE TABLE event_keys (
  day date  PRIMARY KEY,
  key bytea NOT NULL
);

-- Makes a day's partition, unless it is there. Rows of that day in events_default, which PostgreSQL
-- would refuse to leave there, are moved first: so many with each call, into a table that is not a
-- partition yet. The call that finds fewer moves the last ones while nobody adds any, and makes the
-- table a partition. Returns how many it moved; to be called again while these are as many as asked.
-- Whoever waits for a lock holds up those who write behind it, so it waits for less than they may.
CREATE FUNCTION make_event_partition(day date, most bigint) RETURNS bigint LANGUAGE plpgsql
SET lock_timeout = '300ms' AS $$
DECLARE
  name   text        := 'events_' || to_char(day, 'YYYYMMDD');
  begins timestamptz := day::timestamp AT TIME ZONE 'UTC';
  ends   timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
  moving text;
  moved  bigint;
BEGIN
  IF event_partition_exists(day) THEN
    RETURN 0;
  END IF;
  IF to_regclass(name) IS NULL THEN
    -- Being known to hold that day alone, it need not be read to be attached.
    EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING INDEXES,'
                   ' CONSTRAINT of_its_day CHECK (received_at >= %L AND received_at < %L))',
                   name, begins, ends);
  END IF;
  moving := format('WITH gone AS (DELETE FROM events_default WHERE ctid = ANY (ARRAY('
                   ' SELECT ctid FROM events_default'
                   '  WHERE received_at >= $1 AND received_at < $2 LIMIT $3)) RETURNING *)'
                   ' INSERT INTO %I SELECT * FROM gone', name);
  EXECUTE moving USING begins, ends, most;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved < most THEN
    LOCK TABLE events_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE moving USING begins, ends, NULL::bigint;
    EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   name, begins, ends);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT of_its_day', name);
  END IF;
  RETURN moved;
END $$;

CREATE FUNCTION event_partition_exists(day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM pg_inherits
                  WHERE inhparent = 'events'::regclass
                    AND inhrelid = to_regclass('events_' || to_char(day, 'YYYYMMDD')))
$$;

-- Drops the partitions of days before this one; returns how many.
CREATE FUNCTION drop_event_partitions(before date) RETURNS integer LANGUAGE plpgsql
SET lock_timeout = '300ms' AS $$
DECLARE
  old     regclass;
  dropped integer := 0;
BEGIN
  FOR old IN
    SELECT inhrelid::regclass FROM pg_inherits
     WHERE inhparent = 'events'::regclass
       AND inhrelid::regclass::text ~ '^events_\d{8}$'
       AND to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD') < before
  LOOP
    EXECUTE format('DROP TABLE %s', old);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

SELECT make_event_partition((now() AT TIME ZONE 'UTC')::date + ahead, 1)
  FROM generate_series(0, 7) AS ahead;
