-- The level at which an operator holds every node, while there is a row.
CREATE TABLE surge_pin (
  only_one  boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  level     smallint NOT NULL CHECK (level BETWEEN 0 AND 4),
  pinned_at timestamptz NOT NULL DEFAULT now()
);
