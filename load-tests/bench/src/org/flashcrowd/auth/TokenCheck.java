package org.flashcrowd.auth;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;

/**
 * Checks tokens that are known already, on an event loop, as each request does: {@code TokenCheck
 * DATABASE TOKENS SECONDS}. Prints microseconds a check.
 */
public final class TokenCheck {
  private static final int BATCH = 10_000;

  private TokenCheck() {}

  public static void main(String[] arguments) throws Exception {
    Config config = Config.load(null, Map.of());
    Vertx vertx = Vertx.vertx();
    Database database =
        Database.open(vertx, arguments[0], config.database(), new SimpleMeterRegistry());
    TokenAuthenticator tokens =
        new TokenAuthenticator(vertx, database, config.auth(), account -> {});
    List<String> known =
        Files.readAllLines(Path.of(arguments[1])).stream()
            .map(line -> line.split("\t")[0])
            .toList();
    long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
    vertx.runOnContext(
        go ->
            lookUp(tokens, known)
                .onFailure(
                    failure -> {
                      failure.printStackTrace();
                      Runtime.getRuntime().halt(1);
                    })
                .onSuccess(
                    warm -> {
                      check(tokens, known, nanos / 4);
                      JsonObject result =
                          new JsonObject().put("micros", check(tokens, known, nanos));
                      System.out.println(result.encode());
                      System.out.flush();
                      Runtime.getRuntime().halt(0);
                    }));
  }

  /** One after the other: a connection takes only so many at once. */
  private static Future<?> lookUp(TokenAuthenticator tokens, List<String> known) {
    Future<?> all = Future.succeededFuture();
    for (String token : known) {
      all = all.compose(before -> tokens.authenticate(token));
    }
    return all;
  }

  /** Blocks its event loop, which has nothing else to do. */
  private static double check(TokenAuthenticator tokens, List<String> known, long nanos) {
    long started = System.nanoTime();
    long checked = 0;
    long found = 0;
    while (System.nanoTime() - started < nanos) {
      for (int i = 0; i < BATCH; i++) {
        String token = known.get((int) (checked++ % known.size()));
        found += tokens.authenticate(token).result().isPresent() ? 1 : 0;
      }
    }
    if (found != checked) {
      throw new IllegalStateException("a token was not known");
    }
    return (System.nanoTime() - started) / 1e3 / checked;
  }
}
