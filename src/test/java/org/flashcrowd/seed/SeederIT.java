package org.flashcrowd.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.media.PhotoCopies;
import org.flashcrowd.media.PictureSettings;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeederIT {
  private static final SeedPlan PLAN =
      new SeedPlan(
          50, 400, 4, 10, 2, Duration.ofDays(30), Instant.parse("2026-11-23T18:00:00Z"), 1);

  @TempDir static Path media;

  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final StringWriter PROGRESS = new StringWriter();

  @BeforeAll
  static void seed() throws Exception {
    run();
  }

  private static void run() throws Exception {
    Config.Media settings = Config.defaults().media();
    try (PhotoCopies copies = new PhotoCopies(media);
        Connection connection = Jdbc.connect(DATABASE.uri())) {
      SeedPhotos photos =
          new SeedPhotos(
              PictureSettings.pipeline(PictureSettings.engine(settings), settings),
              PictureSettings.renditions(settings),
              copies);
      new Seeder(PLAN, connection, photos, "$argon2id$none", new PrintWriter(PROGRESS)).run();
    }
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static long number(String sql) throws SQLException {
    try (Connection connection = Jdbc.connect(DATABASE.uri());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void run_plan_makesWhatItSays() throws SQLException {
    assertThat(number("SELECT count(*) FROM status") % 400).isZero();
    assertThat(number("SELECT count(*) FROM account WHERE username ~ '^[a-z_0-9]+$'"))
        .isGreaterThanOrEqualTo(50);
    assertThat(number("SELECT count(*) FROM status WHERE media_count = 1")).isBetween(280L, 1000L);
    assertThat(PROGRESS.toString()).contains("statuses").contains("done");
  }

  @Test
  void run_counters_areWhatTheRowsSay() throws SQLException {
    assertThat(
            number(
                """
                SELECT count(*) FROM account_stats s
                 WHERE followers_count <> (SELECT count(*) FROM follow WHERE target_id = s.account_id)
                    OR following_count <> (SELECT count(*) FROM follow f WHERE f.account_id = s.account_id)
                    OR statuses_count <> (SELECT count(*) FROM status t WHERE t.account_id = s.account_id)
                """))
        .isZero();
    assertThat(
            number(
                """
                SELECT count(*) FROM status_stats s
                 WHERE favourites_count <> (SELECT count(*) FROM favourite f WHERE f.status_id = s.status_id)
                    OR replies_count <> (SELECT count(*) FROM status t WHERE t.in_reply_to_id = s.status_id)
                """))
        .isZero();
  }

  @Test
  void run_everyPhoto_hasFilesOfItsOwnAndNoWorkIsLeft() throws Exception {
    long photos = number("SELECT count(*) FROM media");
    try (Stream<Path> files = Files.walk(media).filter(Files::isRegularFile)) {
      assertThat(files.count()).isEqualTo(photos * 4);
    }
  }

  @Test
  void run_again_addsAsMuchAgain() throws Exception {
    long before = number("SELECT count(*) FROM account");

    run();

    assertThat(number("SELECT count(*) FROM account")).isEqualTo(before + 50);
    assertThat(number("SELECT count(DISTINCT username) FROM account")).isEqualTo(before + 50);
  }

  @Test
  void paint_sameNumber_isTheSamePicture() {
    assertThat(pixel(3)).isEqualTo(pixel(3)).isNotEqualTo(pixel(7));
  }

  private static long pixel(long number) {
    var image = PhotoPainter.paint(number).image();
    long sum = 0;
    for (int y = 0; y < image.getHeight(); y += 40) {
      for (int x = 0; x < image.getWidth(); x += 40) {
        sum = sum * 31 + image.getRGB(x, y);
      }
    }
    return sum;
  }
}
