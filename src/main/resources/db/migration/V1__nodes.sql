-- Which node holds which number of the id layout, and up to which moment it may issue ids.
-- A number is free again once its reservation has run out, by this database's clock.
CREATE TABLE node (
  number         smallint PRIMARY KEY CHECK (number BETWEEN 0 AND 1023),
  name           text        NOT NULL,
  holder         uuid        NOT NULL,
  reserved_until timestamptz NOT NULL,
  started_at     timestamptz NOT NULL DEFAULT now()
);
