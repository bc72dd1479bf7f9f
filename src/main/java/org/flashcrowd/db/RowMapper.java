package org.flashcrowd.db;

import io.vertx.sqlclient.Row;

/** Makes a value of one row, by column name. */
@FunctionalInterface
public interface RowMapper<T> {
  T map(Row row);
}
