package org.flashcrowd.instance;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Directory;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.media.image.ImageEngine;
import org.flashcrowd.media.image.ImageEngines;
import org.flashcrowd.media.image.ImageFormat;

/** Puts the capability together. */
public record InstanceCapability(List<RouteSource> routes) {
  private static final CacheDefinition CONTACT =
      Refreshed.definition(
          "instance.contact",
          Duration.ofMinutes(1),
          "The account to turn to",
          "one call looks it up; the instance is shown without where that fails");

  /** All that is kept for introducing the server. */
  public static final List<CacheDefinition> CACHES =
      List.of(Statistics.DEFINITION, Activity.DEFINITION, CONTACT);

  /** Asks the image engine what it reads, on a worker thread since that loads a library. */
  public static Future<InstanceCapability> start(
      Vertx vertx,
      Config config,
      Database database,
      Caches caches,
      Directory directory,
      String vapidKey) {
    return vertx
        .executeBlocking(
            () -> new Introduction(config, mediaTypes(config), vapidKey, version()), false)
        .map(introduction -> build(introduction, database, caches, directory));
  }

  private static InstanceCapability build(
      Introduction introduction, Database database, Caches caches, Directory directory) {
    Clock clock = Clock.systemUTC();
    Statistics statistics = new Statistics(database, caches);
    return new InstanceCapability(
        List.of(
            new InstanceRoutes(
                introduction,
                statistics,
                new Activity(database, clock, caches),
                contact(introduction.settings().contactAccount(), directory, caches)),
            new TextRoutes(introduction.settings(), clock),
            new WellKnownRoutes(introduction, statistics, directory)));
  }

  private static Refreshed<Optional<AccountView>> contact(
      String name, Directory directory, Caches caches) {
    return new Refreshed<>(
        caches,
        CONTACT,
        () ->
            name.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : directory.lookup(name).transform(InstanceCapability::shown));
  }

  /** Somebody who is not here, or suspended, is nobody to write to. */
  private static Future<Optional<AccountView>> shown(AsyncResult<AccountView> found) {
    if (found.failed() && !(found.cause() instanceof Failure)) {
      return Future.failedFuture(found.cause());
    }
    return Future.succeededFuture(
        Optional.ofNullable(found.result())
            .filter(account -> !Boolean.TRUE.equals(account.suspended())));
  }

  private static List<String> mediaTypes(Config config) {
    ImageEngine engine =
        ImageEngines.select(config.media().engine().name().toLowerCase(Locale.ROOT));
    return Arrays.stream(ImageFormat.values())
        .filter(engine::reads)
        .map(ImageFormat::mediaType)
        .toList();
  }

  /** As the jar's manifest says it; a build in progress has none. */
  private static String version() {
    String version = InstanceCapability.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
