package org.flashcrowd;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flashcrowd.config.Config;

/** The event loops of a node: how many, what is measured of them, and when they warn. */
final class Loops {
  private static final Set<String> UNMETERED =
      Stream.concat(
              Stream.of(
                      MetricsDomain.HTTP_SERVER,
                      MetricsDomain.HTTP_CLIENT,
                      MetricsDomain.NET_CLIENT,
                      MetricsDomain.NET_SERVER,
                      MetricsDomain.EVENT_BUS)
                  .map(MetricsDomain::toCategory),
              // Clients of PostgreSQL have no domain of their own.
              Stream.of("sql"))
          .collect(Collectors.toUnmodifiableSet());

  private Loops() {}

  static Vertx start(Config.Instances instances, MeterRegistry registry) {
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            // Every path is absolute. The cache of files from the class path is deleted by a hook
            // of its own in the moment of SIGTERM, and no file could be created after: no upload
            // would succeed while the node drains.
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false))
            .setEventLoopPoolSize(Math.max(2, instances.http()))
            .setMaxEventLoopExecuteTime(100)
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
            .setWarningExceptionTime(100)
            .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS)
            .setBlockedThreadCheckInterval(50)
            .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
            .setMetricsOptions(
                new MicrometerMetricsOptions()
                    .setEnabled(true)
                    // Requests and queries are timed by name where they are made.
                    .setDisabledMetricsCategories(UNMETERED)
                    .setLabels(EnumSet.of(Label.POOL_NAME, Label.POOL_TYPE)));
    return Vertx.builder()
        .with(options)
        .withMetrics(new MicrometerMetricsFactory(registry))
        .build();
  }
}
