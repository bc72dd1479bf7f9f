package org.flashcrowd.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.image.ImageLimits;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What posts may take, and what the sweeper may delete. */
class MediaRulesIT {
  private static final MediaRepository.Outcome OUTCOME =
      new MediaRepository.Outcome(
          new PictureFile("original", "original.jpg", "image/jpeg", 4, 3, 1),
          List.of(),
          "blurhash",
          "#000000",
          new JsonObject());

  private static TestServer server;
  private static ApiClient alice;
  private static Vertx vertx;
  private static Database database;
  private static MediaParts parts;
  private static Media media;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    vertx = Vertx.vertx();
    Config config = Config.defaults();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    database =
        Database.open(vertx, server.services().database().value(), config.database(), meters);
    Jobs jobs = new Jobs(vertx, database, MediaCapability.JOBS, config.jobs());
    parts =
        new MediaParts(
            database,
            jobs,
            new MediaRepository(),
            new DiskMediaStore(vertx, server.data().resolve("media"), 0),
            new MediaMetrics(meters));
    media =
        new Media(
            database,
            jobs,
            parts.repository(),
            new MediaIntake(vertx, () -> 0L, parts, ImageLimits.DEFAULT),
            new MediaUrls("http://localhost"),
            config.media());
  }

  @AfterAll
  static void stop() {
    TestServer.await(database.close());
    TestServer.await(vertx.close());
    server.close();
  }

  private static Photo photo() {
    long id = Uploads.ready(alice, Pictures.jpeg(60, 40)).get("id").asLong();
    return TestServer.await(media.byIds(List.of(id)).map(found -> requireNonNull(found.get(id))));
  }

  private static Media.Attached attach(Photo photo, long status) {
    return TestServer.await(
        database.transaction(tx -> media.attach(tx, photo.account(), status, List.of(photo.id()))));
  }

  @Test
  void attach_twoPhotos_keepsTheirOrder() {
    Photo first = photo();
    Photo second = photo();

    Media.Attached attached =
        TestServer.await(
            database.transaction(
                tx ->
                    media.attach(
                        tx, first.account(), 100, List.of(second.id(), first.id(), second.id()))));

    assertThat(attached).isEqualTo(new Media.Attached(2, true));
    Map<Long, List<MediaView>> views = TestServer.await(media.ofStatuses(List.of(100L, 101L)));
    assertThat(views).containsOnlyKeys(100L);
    assertThat(views.get(100L))
        .extracting(MediaView::id)
        .containsExactly(Long.toString(second.id()), Long.toString(first.id()));
  }

  @Test
  void attach_takenOrAnothersOrMissing_isRefusedAndTakesNothing() {
    Photo taken = photo();
    Photo free = photo();
    attach(taken, 200);

    assertThatThrownBy(() -> attach(taken, 201)).hasMessageContaining("already attached");
    assertThatThrownBy(
            () ->
                TestServer.await(
                    database.transaction(tx -> media.attach(tx, -1, 202, List.of(free.id())))))
        .hasMessageContaining("not found");
    assertThatThrownBy(
            () ->
                TestServer.await(
                    database.transaction(
                        tx -> media.attach(tx, free.account(), 203, List.of(free.id(), 7L)))))
        .hasMessageContaining("not found: 7");
    assertThat(attach(free, 204).count()).isEqualTo(1);
  }

  @Test
  void attach_whileItBecomesReady_isReadyOrNamesItsPost() {
    long account = photo().account();
    for (long id = 5_000; id < 5_040; id++) {
      insertProcessing(account, id);
      List<Long> wanted = List.of(id);
      long status = id + 1_000;
      long finished = id;
      Future<Media.Attached> attached =
          database.transaction(tx -> media.attach(tx, account, status, wanted));
      Future<Optional<MediaRepository.Taken>> taken =
          database.transaction(tx -> parts.repository().ready(tx, finished, OUTCOME));

      TestServer.await(Future.all(attached, taken));

      Long named = taken.result().orElseThrow().status();
      // Released with its post or by it: never by neither, never by both.
      assertThat(named == null).isEqualTo(attached.result().allReady());
      assertThat(named).isIn(null, status);
    }
  }

  private static void insertProcessing(long account, long id) {
    NewPhoto photo =
        new NewPhoto(
            id,
            account,
            Purpose.POST,
            MediaKey.random(),
            new NewPhoto.File("00".repeat(32), 1, "image/jpeg", 4, 3),
            Photo.Caption.NONE);
    TestServer.await(database.transaction(tx -> parts.repository().insert(tx, photo)));
  }

  @Test
  void delete_attached_isRefusedToItsOwner() {
    Photo photo = photo();
    attach(photo, 300);

    assertThat(alice.delete("/api/v1/media/" + photo.id()).status()).isEqualTo(422);
    assertThat(alice.get("/api/v1/media/" + photo.id()).status()).isEqualTo(200);
  }

  @Test
  void sweep_filesWithoutARow_goAndOthersStay() throws IOException {
    Photo photo = photo();
    String key = photo.pictures().key();
    String orphan = key.substring(0, 4) + MediaKey.random().substring(4);
    Path folder =
        server.data().resolve("media").resolve(key.substring(0, 2)).resolve(key.substring(2, 4));
    Uploads.until(() -> !Files.exists(folder.resolve(key + "-upload")));
    Files.writeString(folder.resolve(orphan + "-large.jpg"), "orphan");
    Files.writeString(folder.resolve(key + "-upload"), "left by a crash");
    int slice = Integer.parseInt(key.substring(0, 2), 16);

    int young = TestServer.await(sweeper(Clock.systemUTC()).sweepFiles(slice));
    int old =
        TestServer.await(
            sweeper(Clock.offset(Clock.systemUTC(), MediaSweeper.GRACE.plusHours(1)))
                .sweepFiles(slice));

    assertThat(young).isZero();
    assertThat(old).isEqualTo(2);
    assertThat(folder.resolve(key + "-original.jpg")).exists();
    assertThat(folder.resolve(key + "-small.jpg")).exists();
    assertThat(folder.resolve(key + "-upload")).doesNotExist();
    assertThat(folder.resolve(orphan + "-large.jpg")).doesNotExist();
  }

  private static MediaSweeper sweeper(Clock clock) {
    return new MediaSweeper(parts, Duration.ofDays(1), clock);
  }

  @Test
  void sweep_unattachedForTooLong_isDeletedAndAttachedStays() {
    Photo unattached = photo();
    Photo attached = photo();
    attach(attached, 400);
    TestServer.await(
        database
            .primary()
            .run(
                Query.named(
                    "test.age",
                    "UPDATE media SET created_at = now() - interval '2 days' WHERE id = ANY ($1)"),
                (Object) new Long[] {unattached.id(), attached.id()}));

    int deleted = TestServer.await(sweeper(Clock.systemUTC()).sweepRows());

    assertThat(deleted).isEqualTo(1);
    assertThat(TestServer.await(media.byIds(List.of(unattached.id(), attached.id()))))
        .containsOnlyKeys(attached.id());
  }
}
