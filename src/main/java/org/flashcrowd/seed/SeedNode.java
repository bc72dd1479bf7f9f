package org.flashcrowd.seed;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The node number under which made-up rows get their ids. */
final class SeedNode {
  private SeedNode() {}

  /** Claims a number that no node has had: its ids of the past are all free. */
  static int claim(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                """
                INSERT INTO node (number, name, holder, reserved_until)
                SELECT coalesce(max(number) + 1, 0), 'seed', gen_random_uuid(), clock_timestamp()
                  FROM node
                RETURNING number
                """)) {
      row.next();
      return row.getInt(1);
    }
  }
}
