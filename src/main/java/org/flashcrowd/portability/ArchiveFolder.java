package org.flashcrowd.portability;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.flashcrowd.jobs.JobFailure;

/** Where a node writes archives until they are whole. Blocking. */
final class ArchiveFolder {
  /** Also of the place where whole archives are kept. */
  static final String NAME = "archives";

  private static final String HALF = ".part";

  private final Path folder;
  private final long minFreeSpace;

  /**
   * @param minFreeSpace bytes that must stay free
   */
  ArchiveFolder(Path media, long minFreeSpace) {
    this.folder = media.toAbsolutePath().resolve(NAME);
    this.minFreeSpace = minFreeSpace;
  }

  /** A name that cannot be guessed. */
  static String name(long account) {
    return prefix(account) + UUID.randomUUID() + ".zip";
  }

  /** What the names of an account's archives begin with. */
  static String prefix(long account) {
    return account + "-";
  }

  /** Where a file is written; what the account's earlier attempts left is deleted. */
  Path begin(String name, long account) throws IOException {
    Files.createDirectories(folder);
    deleteHalves(account);
    return folder.resolve(name + HALF);
  }

  void requireSpace() {
    if (folder.toFile().getUsableSpace() < minFreeSpace) {
      throw JobFailure.retryable("the disk is too full for an archive");
    }
  }

  /** Deletes what attempts of an account that ended early left on this node. */
  void deleteHalves(long account) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, prefix(account) + "*" + HALF)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException none) {
      return;
    }
  }
}
