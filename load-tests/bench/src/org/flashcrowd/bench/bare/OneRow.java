package org.flashcrowd.bench.bare;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One row of PostgreSQL by its primary key, pipelined, in an answer of a given size: {@code OneRow
 * DATABASE FILE}. The path ends with the id.
 */
public final class OneRow implements BareHttp.Answer {
  private final SqlClient sql;
  private final byte[] rest;

  private OneRow(SqlClient sql, byte[] rest) {
    this.sql = sql;
    this.rest = rest;
  }

  public static void main(String[] arguments) throws Exception {
    Vertx vertx = BareHttp.vertx();
    PgConnectOptions database =
        PgConnectOptions.fromUri(arguments[0])
            .setPipeliningLimit(64)
            .setCachePreparedStatements(true);
    byte[] rest = Files.readAllBytes(Path.of(arguments[1]));
    BareHttp.serve(vertx, () -> new OneRow(FeedPage.client(vertx, database), rest));
  }

  @Override
  public Future<Buffer> answer(HttpServerRequest request) {
    String path = request.path();
    long id = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    return sql.preparedQuery("SELECT text FROM status WHERE id = $1")
        .execute(Tuple.of(id))
        .map(
            rows ->
                Buffer.buffer(rest.length + 128)
                    .appendString(rows.iterator().next().getString(0))
                    .appendBytes(rest));
  }
}
