package org.flashcrowd.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.function.LongFunction;
import org.flashcrowd.config.Config;
import org.flashcrowd.resilience.Surge;

/**
 * What every HTTP verticle of a node shares.
 *
 * @param wrote is told of each account that may have written, before it hears of it
 * @param incoming the directory that uploads are received in; on the file system of the media
 */
public record HttpEdge(
    Config config,
    Routes routes,
    Authenticator authenticator,
    RequestLimits limits,
    LongFunction<Future<Void>> wrote,
    Surge surge,
    MeterRegistry meters,
    Path incoming) {
  Config.Http http() {
    return config.http();
  }

  /** What people type to reach this server; without a trailing slash. */
  String publicUrl() {
    return config.publicUrl().toString();
  }
}
