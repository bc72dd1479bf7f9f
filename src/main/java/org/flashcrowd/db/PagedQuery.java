package org.flashcrowd.db;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that reads a {@link Page}, written once for both directions.
 *
 * <p>The text says {@code id < $1 AND id > $2 … ORDER BY id :direction LIMIT $3}: the first three
 * parameters are the page, the caller's own start at {@code $4}.
 */
public record PagedQuery(Query downwards, Query upwards) {
  public static PagedQuery named(String name, String sql) {
    if (!sql.contains(":direction")) {
      throw new IllegalArgumentException(name + " has no :direction");
    }
    return new PagedQuery(
        Query.named(name, sql.replace(":direction", "DESC")),
        Query.named(name + ".upwards", sql.replace(":direction", "ASC")));
  }

  /** The page's rows, newest first. */
  public <T> Future<List<T>> list(
      Sql sql, Page page, RowMapper<T> mapper, @Nullable Object... arguments) {
    List<@Nullable Object> all = new ArrayList<>(arguments.length + 3);
    all.add(page.before());
    all.add(page.after());
    all.add(page.limit());
    all.addAll(Arrays.asList(arguments));
    return sql.list(page.upwards() ? upwards : downwards, mapper, all.toArray())
        .map(page::newestFirst);
  }
}
