package org.flashcrowd.membership;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/**
 * Removes every row that belongs to an account, whichever table it is in. What belongs to it is
 * what the schema says: a foreign key to {@code account} with ON DELETE CASCADE is a row to be
 * deleted, one with SET NULL a column to be cleared, any other is to be kept. So a table that is
 * added later cannot be forgotten.
 *
 * <p>The database could do that by itself when the account's row is deleted, but in one transaction
 * of any size, and without its name staying reserved.
 */
final class References {
  private static final int PART = 1_000;

  // Those with counts or files that change with them are removed by steps of their own, and come
  // here only when none of them is left.
  private static final Query FIND =
      Query.named(
          "membership.references",
          """
          SELECT c.conrelid::regclass::text AS name, quote_ident(a.attname) AS field,
                 c.confdeltype = 'c' AS deleted
            FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
           WHERE c.contype = 'f' AND c.confrelid = 'account'::regclass
             AND cardinality(c.conkey) = 1 AND c.confdeltype IN ('c', 'n')
             AND c.conrelid NOT IN ('status'::regclass, 'media'::regclass, 'follow'::regclass,
                                    'favourite'::regclass)
           ORDER BY name, field
          """);

  private record Reference(String name, String field, boolean deleted) {
    /** The names come out of the catalogue, quoted. */
    Query part() {
      String found =
          "WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s = $1 LIMIT %3$d FOR UPDATE))";
      String statement = deleted ? "DELETE FROM %1$s " : "UPDATE %1$s SET %2$s = NULL ";
      return Query.named(
          "membership.clear-" + name, (statement + found).formatted(name, field, PART));
    }
  }

  private final Database database;

  References(Database database) {
    this.database = database;
  }

  /** Removes a part of each table's rows; how many rows that was. */
  Future<Integer> part(long account) {
    return database
        .primary()
        .list(
            FIND,
            row ->
                new Reference(
                    row.getString("name"), row.getString("field"), row.getBoolean("deleted")))
        .compose(found -> clear(account, new ArrayList<>(found), 0));
  }

  private Future<Integer> clear(long account, List<Reference> left, int removed) {
    if (left.isEmpty()) {
      return Future.succeededFuture(removed);
    }
    Sql sql = database.primary();
    return sql.update(left.removeLast().part(), account)
        .compose(rows -> clear(account, left, removed + rows));
  }
}
