package org.flashcrowd.cli;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.auth.password.PasswordHasher;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Migrations;
import org.flashcrowd.dev.EmbeddedServices;
import org.flashcrowd.media.PhotoCopies;
import org.flashcrowd.media.PictureSettings;
import org.flashcrowd.seed.SeedExport;
import org.flashcrowd.seed.SeedPhotos;
import org.flashcrowd.seed.SeedPlan;
import org.flashcrowd.seed.Seeder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code seed}: fills a server with made-up people and photos, to try it and to measure it. */
@Command(
    name = "seed",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Fill the server with made-up people, photos, posts and favourites.",
      "Works beside a running server. Run again to add as much again."
    })
final class SeedCommand implements Callable<Integer> {
  private static final long HASH_SECONDS = 30;

  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--accounts",
      defaultValue = "100",
      description = "People (${DEFAULT-VALUE}); 0 makes nothing, for --export alone.")
  private int accounts;

  @Option(names = "--statuses", defaultValue = "1000", description = "Posts (${DEFAULT-VALUE}).")
  private int statuses;

  @Option(
      names = "--photos",
      defaultValue = "40",
      description = "Different pictures, which posts share (${DEFAULT-VALUE}).")
  private int photos;

  @Option(
      names = "--follows",
      defaultValue = "20",
      description = "How many people somebody follows, on average (${DEFAULT-VALUE}).")
  private int follows;

  @Option(
      names = "--favourites",
      defaultValue = "3",
      description = "How many a post has, on average (${DEFAULT-VALUE}).")
  private int favourites;

  @Option(
      names = "--days",
      defaultValue = "90",
      description = "How long ago the first post was (${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--number",
      defaultValue = "1",
      description = "The same number makes the same people and posts (${DEFAULT-VALUE}).")
  private long number;

  @Option(
      names = "--password",
      defaultValue = "flashcrowd",
      description = "What all of them sign in with (${DEFAULT-VALUE}).")
  private String password = "";

  @Option(
      names = "--export",
      paramLabel = "FOLDER",
      description =
          "Write accounts.csv, with a new token of each, and statuses.csv for load tests.")
  private @Nullable Path export;

  @Option(
      names = "--export-accounts",
      defaultValue = "1000",
      description = "Made-up people to export, at most (${DEFAULT-VALUE}).")
  private int exportedAccounts;

  @Option(
      names = "--export-statuses",
      defaultValue = "10000",
      description = "Posts to export, the most favoured first (${DEFAULT-VALUE}).")
  private int exportedStatuses;

  @Override
  public Integer call() throws Exception {
    Config config = requireNonNull(root).quietConfig();
    try (EmbeddedServices services = EmbeddedServices.join(config)) {
      Migrations.run(services.databaseUri());
      try (Connection connection = Jdbc.connect(services.databaseUri())) {
        if (accounts > 0) {
          seed(config, connection);
        }
        if (export != null) {
          new SeedExport(connection, password).write(export, exportedAccounts, exportedStatuses);
        }
      }
    }
    return 0;
  }

  private void seed(Config config, Connection connection) throws Exception {
    if (config.media().store() != Config.Media.Store.DISK) {
      throw new CommandFailure("seed links its photos into a folder: it needs media.store: disk");
    }
    SeedPlan plan =
        new SeedPlan(
            accounts,
            statuses,
            photos,
            follows,
            favourites,
            Duration.ofDays(days),
            Instant.now(),
            number);
    Config.Media media = config.media();
    try (PhotoCopies copies = new PhotoCopies(media.directory())) {
      SeedPhotos pictures =
          new SeedPhotos(
              PictureSettings.pipeline(PictureSettings.engine(media), media),
              PictureSettings.renditions(media),
              copies);
      new Seeder(
              plan, connection, pictures, hash(config), requireNonNull(spec).commandLine().getOut())
          .run();
    }
  }

  /** Everybody has the same password: hashed once. */
  private String hash(Config config) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      return PasswordHasher.start(vertx, config)
          .compose(hasher -> hasher.hash(password))
          .toCompletionStage()
          .toCompletableFuture()
          .get(HASH_SECONDS, TimeUnit.SECONDS);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(HASH_SECONDS, TimeUnit.SECONDS);
    }
  }
}
