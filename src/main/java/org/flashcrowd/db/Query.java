package org.flashcrowd.db;

/**
 * One handwritten statement and the name it goes by in metrics and logs.
 *
 * <p>Parameters are {@code $1, $2, …}. Keep queries in constants: the text is the key under which
 * the server's prepared statement is cached.
 *
 * @param name capability and purpose, such as {@code accounts.by-id}
 * @param sql one statement
 */
public record Query(String name, String sql) {
  public static Query named(String name, String sql) {
    return new Query(name, sql);
  }
}
