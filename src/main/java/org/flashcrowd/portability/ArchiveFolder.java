package org.flashcrowd.portability;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.flashcrowd.jobs.JobFailure;

/**
 * Where archives are: in the media folder, which all nodes of a site see, and which nothing of this
 * part of it is served from by name. Blocking.
 */
final class ArchiveFolder {
  private final Path folder;
  private final long minFreeSpace;

  /**
   * @param minFreeSpace bytes that must stay free
   */
  ArchiveFolder(Path media, long minFreeSpace) {
    this.folder = media.toAbsolutePath().resolve("archives");
    this.minFreeSpace = minFreeSpace;
  }

  /** A name that cannot be guessed. */
  static String name(long account) {
    return account + "-" + UUID.randomUUID() + ".zip";
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Where a file is written until it is whole. */
  Path begin(String name) throws IOException {
    Files.createDirectories(folder);
    return folder.resolve(name + ".part");
  }

  void finish(String name) throws IOException {
    Files.move(folder.resolve(name + ".part"), folder.resolve(name));
  }

  void requireSpace() {
    if (folder.toFile().getUsableSpace() < minFreeSpace) {
      throw JobFailure.retryable("the disk is too full for an archive");
    }
  }

  /** Deletes every file of an account but one, whole or half. */
  void deleteOthers(long account, String kept) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, account + "-*")) {
      for (Path file : files) {
        if (!file.endsWith(kept)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException none) {
      return;
    }
  }
}
