package org.flashcrowd.bench.bare;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ids from an index of PostgreSQL, pipelined, and fragments of JSON from the heap: {@code FeedPage
 * DATABASE TOKENS FRAGMENT}. The least that a home timeline can be.
 */
public final class FeedPage implements BareHttp.Answer {
  private static final String IDS =
      "SELECT status_id FROM home_feed WHERE account_id = $1 AND status_id < $2"
          + " ORDER BY status_id DESC LIMIT 20";
  private static final Buffer OPEN = Buffer.buffer("[");
  private static final Buffer CLOSE = Buffer.buffer("]");

  private final SqlClient sql;
  private final Map<String, Long> tokens;
  private final Map<Long, byte[]> fragments;
  private final byte[] fragment;

  private FeedPage(
      SqlClient sql, Map<String, Long> tokens, Map<Long, byte[]> fragments, byte[] fragment) {
    this.sql = sql;
    this.tokens = tokens;
    this.fragments = fragments;
    this.fragment = fragment;
  }

  public static void main(String[] arguments) throws Exception {
    Vertx vertx = BareHttp.vertx();
    PgConnectOptions database =
        PgConnectOptions.fromUri(arguments[0])
            .setPipeliningLimit(64)
            .setCachePreparedStatements(true);
    Map<String, Long> tokens = new HashMap<>();
    for (String line : Files.readAllLines(Path.of(arguments[1]))) {
      String[] cells = line.split("\t");
      tokens.put("Bearer " + cells[0], Long.valueOf(cells[1]));
    }
    byte[] fragment = Files.readString(Path.of(arguments[2])).getBytes(StandardCharsets.UTF_8);
    Map<Long, byte[]> fragments = new ConcurrentHashMap<>();
    BareHttp.serve(vertx, () -> new FeedPage(client(vertx, database), tokens, fragments, fragment));
  }

  static SqlClient client(Vertx vertx, PgConnectOptions database) {
    return PgBuilder.client()
        .with(new PoolOptions().setMaxSize(4))
        .connectingTo(database)
        .using(vertx)
        .build();
  }

  @Override
  public Future<Buffer> answer(HttpServerRequest request) {
    Long account = tokens.get(request.getHeader("Authorization"));
    return sql.preparedQuery(IDS).execute(Tuple.of(account, Long.MAX_VALUE)).map(this::page);
  }

  private Buffer page(RowSet<Row> rows) {
    Buffer page = Buffer.buffer(rows.size() * (fragment.length + 1) + 2).appendBuffer(OPEN);
    for (Row row : rows) {
      // Copies, so that the bytes of a page are in as many places as those of a real one.
      page.appendBytes(fragments.computeIfAbsent(row.getLong(0), id -> fragment.clone()));
      page.appendByte((byte) ',');
    }
    return page.appendBuffer(CLOSE);
  }
}
