package org.flashcrowd.media;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** The folders of temporary files: received uploads, and outputs before they are stored. */
final class Folders {
  private Folders() {}

  /** Deletes a folder and the files in it; one that is not there is fine. */
  static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException absent) {
      return;
    }
    Files.deleteIfExists(folder);
  }

  /** How many entries of a folder match; 0 when it is not there. */
  static int count(Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      int count = 0;
      for (Path entry : found) {
        count += entry.startsWith(folder) ? 1 : 0;
      }
      return count;
    } catch (NoSuchFileException absent) {
      return 0;
    }
  }

  /**
   * Deletes what nobody has written to since a moment: files, and folders of files.
   *
   * @return how many
   */
  static int deleteOlder(Path parent, Instant moment) throws IOException {
    int deleted = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        if (written(entry).isBefore(moment)) {
          if (Files.isDirectory(entry)) {
            delete(entry);
          } else {
            Files.deleteIfExists(entry);
          }
          deleted++;
        }
      }
    } catch (NoSuchFileException absent) {
      return 0;
    }
    return deleted;
  }

  private static Instant written(Path entry) throws IOException {
    try {
      FileTime time = Files.getLastModifiedTime(entry);
      return time.toInstant();
    } catch (NoSuchFileException gone) {
      return Instant.MAX;
    }
  }
}
