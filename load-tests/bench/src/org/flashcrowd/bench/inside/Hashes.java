package org.flashcrowd.bench.inside;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.flashcrowd.auth.password.PasswordHasher;
import org.flashcrowd.config.Config;

/**
 * Hashes passwords one after the other: {@code Hashes ours|bare SECONDS}. Ours go over the event
 * bus to a worker and back. Prints milliseconds a hash.
 */
public final class Hashes {
  private static final String PASSWORD = "correct horse battery";

  private Hashes() {}

  public static void main(String[] arguments) throws Exception {
    Config config = Config.load(null, Map.of());
    Callable<?> hash = arguments[0].equals("ours") ? ours(config) : bare(config.auth().argon2());
    long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
    time(hash, nanos / 2);
    System.out.println(new JsonObject().put("millis", time(hash, nanos)).encode());
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static double time(Callable<?> hash, long nanos) throws Exception {
    long started = System.nanoTime();
    int done = 0;
    do {
      hash.call();
      done++;
    } while (System.nanoTime() - started < nanos);
    return (System.nanoTime() - started) / 1e6 / done;
  }

  private static Callable<?> ours(Config config) throws Exception {
    PasswordHasher hasher =
        PasswordHasher.start(Vertx.vertx(), config).toCompletionStage().toCompletableFuture().get();
    return () -> hasher.hash(PASSWORD).toCompletionStage().toCompletableFuture().get();
  }

  private static Callable<?> bare(Config.Argon2 cost) {
    Argon2Parameters parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.iterations())
            .withParallelism(cost.parallelism())
            .withSalt(new byte[16])
            .build();
    return () -> {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(parameters);
      byte[] hash = new byte[32];
      generator.generateBytes(PASSWORD.getBytes(StandardCharsets.UTF_8), hash);
      return hash;
    };
  }
}
