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

-- Where rows wait that had come into events_default: tables that were taken out of its place, each
-- with the page from which on it has not been moved yet.
CREATE TABLE events_aside (
  name      text   PRIMARY KEY,
  next_page bigint NOT NULL DEFAULT 0
);

CREATE FUNCTION event_partition_exists(day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM pg_inherits
                  WHERE inhparent = 'events'::regclass
                    AND inhrelid = to_regclass('events_' || to_char(day, 'YYYYMMDD')))
$$;

-- Makes a day's partition, unless it is there. PostgreSQL refuses where events_default holds rows of
-- that day. ATTACH, and not CREATE TABLE … PARTITION OF, since that would stop those who write.
-- Whoever waits for a lock holds up those who write behind it, so none of these functions waits for
-- longer than a write may.
CREATE FUNCTION make_event_partition(day date) RETURNS void LANGUAGE plpgsql
SET lock_timeout = '300ms' AS $$
DECLARE
  name text := 'events_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF NOT event_partition_exists(day) THEN
    EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING INDEXES)', name);
    EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name,
                   day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
  END IF;
END $$;

-- Where rows from before that day are in events_default, an empty one takes its place, and today gets
-- its partition in the same moment, before a row of today can be in the new one.
CREATE FUNCTION set_events_aside(today date, before date) RETURNS boolean LANGUAGE plpgsql
SET lock_timeout = '300ms' AS $$
DECLARE
  aside text := 'events_aside_' || to_char(clock_timestamp(), 'YYYYMMDDHH24MISSUS');
BEGIN
  IF NOT EXISTS (SELECT FROM events_default
                  WHERE received_at < before::timestamp AT TIME ZONE 'UTC') THEN
    RETURN false;
  END IF;
  LOCK TABLE ONLY events IN ACCESS EXCLUSIVE MODE;
  ALTER TABLE events DETACH PARTITION events_default;
  EXECUTE format('ALTER TABLE events_default RENAME TO %I', aside);
  INSERT INTO events_aside (name) VALUES (aside);
  CREATE TABLE events_default PARTITION OF events DEFAULT;
  PERFORM make_event_partition(today);
  RETURN true;
END $$;

-- Moves what was set aside to the partitions of its days, so many pages with each call, from a table
-- to which nobody adds. What is older than what is kept is left behind; what a clock far ahead dates
-- goes back to events_default. Returns whether there was anything; to be called again while there is.
CREATE FUNCTION move_events_aside(pages bigint, oldest date, before date) RETURNS boolean
LANGUAGE plpgsql SET lock_timeout = '300ms' AS $$
DECLARE
  aside events_aside;
  part  text := ' FROM %I WHERE ctid >= $1 AND ctid < $2 AND received_at >= $3';
  since timestamptz := oldest::timestamp AT TIME ZONE 'UTC';
  low   tid;
  high  tid;
  day   date;
BEGIN
  SELECT * INTO aside FROM events_aside ORDER BY name LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  low := format('(%s,0)', aside.next_page)::tid;
  high := format('(%s,0)', aside.next_page + pages)::tid;
  FOR day IN EXECUTE
    format('SELECT DISTINCT (received_at AT TIME ZONE %L)::date' || part || ' AND received_at < $4',
           'UTC', aside.name)
    USING low, high, since, before::timestamp AT TIME ZONE 'UTC'
  LOOP
    BEGIN
      PERFORM make_event_partition(day);
    EXCEPTION WHEN check_violation THEN
      -- Rows of that day have come into the new default partition: these join them for now.
      NULL;
    END;
  END LOOP;
  EXECUTE format('INSERT INTO events SELECT *' || part, aside.name) USING low, high, since;
  IF (aside.next_page + pages) * current_setting('block_size')::bigint
     < pg_relation_size(aside.name::regclass) THEN
    UPDATE events_aside SET next_page = next_page + pages WHERE name = aside.name;
  ELSE
    EXECUTE format('DROP TABLE %I', aside.name);
    DELETE FROM events_aside WHERE name = aside.name;
  END IF;
  RETURN true;
END $$;

-- Drops one partition of a day before that one; returns whether there was one.
CREATE FUNCTION drop_event_partition(before date) RETURNS boolean LANGUAGE plpgsql
SET lock_timeout = '300ms' AS $$
DECLARE
  old regclass;
BEGIN
  SELECT inhrelid::regclass INTO old FROM pg_inherits
   WHERE inhparent = 'events'::regclass
     AND inhrelid::regclass::text ~ '^events_\d{8}$'
     AND to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD') < before
   ORDER BY inhrelid::regclass::text
   LIMIT 1;
  IF old IS NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('DROP TABLE %s', old);
  RETURN true;
END $$;

SELECT make_event_partition((now() AT TIME ZONE 'UTC')::date + ahead)
  FROM generate_series(0, 7) AS ahead;
