package org.flashcrowd.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Migrations;

/**
 * A PostgreSQL of a test's own that is saved while it is in use, as pg_basebackup does it, and one
 * that was restored from that.
 */
public final class SavedPostgres implements AutoCloseable {
  private static final Map<String, String> SETTINGS =
      Map.of("fsync", "off", "shared_buffers", "32MB", "max_connections", "60");

  private final Path folder;
  private final EmbeddedPostgres postgres;

  private SavedPostgres(Path folder, EmbeddedPostgres postgres) {
    this.folder = folder;
    this.postgres = postgres;
  }

  /** Starts a new one, migrated. */
  public static SavedPostgres create(Path folder) {
    SavedPostgres created = start(folder);
    Migrations.run(created.uri());
    return created;
  }

  /** Starts what {@link #save} left in a folder. */
  public static SavedPostgres start(Path folder) {
    return new SavedPostgres(folder, EmbeddedPostgres.start(folder, 0, SETTINGS));
  }

  public String uri() {
    return postgres.uri().value();
  }

  /** Copies everything into a new folder, while others write. */
  public void save(Path to) {
    Path from = folder.resolve("data");
    Path copy = to.resolve("data");
    try (Connection connection = Jdbc.connect(uri());
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('drill', fast => true)");
      copyTree(
          from,
          copy,
          file -> !file.startsWith("pg_wal") && !file.toString().startsWith("postmaster."));
      try (ResultSet label =
          statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        label.next();
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(copy.resolve("backup_label"), label.getString(1));
      }
      // Last: it holds what was written while the rest was copied.
      copyTree(from.resolve("pg_wal"), copy.resolve("pg_wal"), file -> true);
      Files.copy(folder.resolve("password"), to.resolve("password"));
    } catch (SQLException refused) {
      throw new AssertionError(refused);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  /** Copies a folder that is in use: what vanishes meanwhile is no loss. */
  public static void copyTree(Path from, Path to, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path relative = from.relativize(file);
        if (wanted.test(relative)) {
          Path copy = to.resolve(relative.toString());
          Files.createDirectories(copy.getParent());
          try {
            if (Files.isDirectory(file)) {
              Files.createDirectories(copy);
            } else {
              Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
          } catch (NoSuchFileException gone) {
            // PostgreSQL's log makes up for it; the server deletes what nobody needs.
          }
        }
      }
    }
  }

  /** Deletes a folder. */
  public static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    postgres.close();
  }
}
