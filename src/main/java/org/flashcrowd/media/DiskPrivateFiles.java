package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link PrivateFiles} in a folder. */
final class DiskPrivateFiles implements PrivateFiles {
  private final Path folder;
  private final BlockingThreads threads;

  DiskPrivateFiles(Vertx vertx, Path folder) {
    this.folder = folder.toAbsolutePath();
    this.threads = new BlockingThreads(vertx, "media-private", 2);
  }

  @Override
  public Future<Void> keep(String name, Path file) {
    return threads.act(
        () -> {
          Files.createDirectories(folder);
          Files.move(file, folder.resolve(name));
        });
  }

  @Override
  public Future<Optional<StoredFile>> open(String name) {
    return threads.run(() -> DiskMediaStore.find(folder.resolve(name)));
  }

  @Override
  public Future<Boolean> copy(String name, Path target) {
    return threads.run(
        () -> {
          try {
            Files.copy(folder.resolve(name), target);
            return true;
          } catch (NoSuchFileException absent) {
            return false;
          }
        });
  }

  @Override
  public Future<Void> delete(String name) {
    return threads.act(() -> Files.deleteIfExists(folder.resolve(name)));
  }

  @Override
  public Future<List<String>> list(String prefix) {
    return threads.run(
        () -> {
          List<String> names = new ArrayList<>();
          try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "*")) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
          } catch (NoSuchFileException none) {
            return List.of();
          }
          return names;
        });
  }
}
