package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.flashcrowd.http.Reply;
import org.flashcrowd.media.storage.StorageFull;

/**
 * Keeps files on a file system: {@code ab/cd/<key>-<name>}, where abcd starts the key, so that no
 * folder grows large. All nodes of a site must see the same folder.
 *
 * <p>A file is forced, then renamed into its place, then its folder is forced: after a power
 * failure it is there whole or not at all.
 */
final class DiskMediaStore implements MediaStore {
  private static final int THREADS = 16;
  private static final String PICTURES = "-*.{jpg,png,webp,gif}";

  private final Path root;
  private final MediaLayout layout;
  private final long minFreeSpace;
  private final BlockingThreads threads;
  // Folders whose own entry is known to be on the disk; there are at most 65,792.
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /**
   * @param root also the file system that files to {@link #put} must be on
   * @param minFreeSpace bytes that must stay free
   */
  DiskMediaStore(Vertx vertx, Path root, long minFreeSpace) {
    this.root = root.toAbsolutePath();
    this.layout = new MediaLayout(this.root);
    this.minFreeSpace = minFreeSpace;
    this.threads = new BlockingThreads(vertx, "media-disk", THREADS);
  }

  @Override
  public Future<Void> put(String key, Map<String, Path> files) {
    return threads.act(
        () -> {
          requireSpace();
          List<Path> written = new ArrayList<>();
          try {
            write(key, files, written);
          } catch (IOException | RuntimeException failure) {
            for (Path path : written) {
              Files.deleteIfExists(path);
            }
            throw failure instanceof IOException io && StorageFull.is(io)
                ? new StorageFull(io.toString())
                : failure;
          }
        });
  }

  private void requireSpace() throws IOException {
    Files.createDirectories(root);
    long free = root.toFile().getUsableSpace();
    if (free < minFreeSpace) {
      throw new StorageFull("%,d bytes are free in the media folder".formatted(free));
    }
  }

  private void write(String key, Map<String, Path> files, List<Path> written) throws IOException {
    Path folder = layout.folder(key);
    makeDurable(key);
    for (Map.Entry<String, Path> file : files.entrySet()) {
      force(file.getValue(), StandardOpenOption.WRITE);
      Path target = layout.path(key, file.getKey());
      Files.move(file.getValue(), target, StandardCopyOption.ATOMIC_MOVE);
      written.add(target);
    }
    force(folder, StandardOpenOption.READ);
  }

  /** A folder made by a process that died may not be on the disk: each process forces it once. */
  private void makeDurable(String key) throws IOException {
    Path folder = layout.folder(key);
    if (durable.contains(folder)) {
      return;
    }
    Files.createDirectories(folder);
    force(root.resolve(key.substring(0, MediaLayout.LEVEL)), StandardOpenOption.READ);
    force(root, StandardOpenOption.READ);
    durable.add(folder);
  }

  private static void force(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }

  @Override
  public <T> Future<T> withLocal(String key, String name, Function<Path, Future<T>> work) {
    Path path = layout.path(key, name);
    return threads
        .run(() -> Files.isRegularFile(path))
        .compose(
            there ->
                there
                    ? work.apply(path)
                    : Future.failedFuture(new NoSuchFileException(key + "-" + name)));
  }

  @Override
  public Future<Optional<StoredFile>> find(String key, String name) {
    Path path = layout.path(key, name);
    return threads.run(() -> find(path));
  }

  static Optional<StoredFile> find(Path path) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(new OnDisk(path, found.size()));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  private record OnDisk(Path path, long bytes) implements StoredFile {
    @Override
    public Future<Reply> reply(int status, String contentType, long offset, long length) {
      return Future.succeededFuture(
          Reply.file(status, contentType, path.toString(), offset, length));
    }
  }

  @Override
  public Future<Void> withhold(String key) {
    MediaLayout.requireKey(key);
    return threads.act(
        () -> {
          for (Path path : files(layout.folder(key), key + PICTURES)) {
            String name = String.valueOf(path.getFileName());
            Files.move(
                path,
                path.resolveSibling(MediaLayout.withheld(name)),
                StandardCopyOption.ATOMIC_MOVE);
          }
        });
  }

  @Override
  public Future<Void> release(String key) {
    MediaLayout.requireKey(key);
    return threads.act(
        () -> {
          for (Path path : files(layout.folder(key), MediaLayout.withheld(key + PICTURES))) {
            String name = MediaLayout.released(String.valueOf(path.getFileName()));
            Files.move(path, path.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
          }
        });
  }

  @Override
  public Future<Void> delete(String key, String name) {
    Path path = layout.path(key, name);
    return threads.act(() -> Files.deleteIfExists(path));
  }

  @Override
  public Future<Void> delete(String key) {
    MediaLayout.requireKey(key);
    return threads.act(
        () -> {
          for (Path path : files(layout.folder(key), key + "-*")) {
            Files.deleteIfExists(path);
          }
        });
  }

  @Override
  public Future<List<Entry>> list(String prefix) {
    if (!prefix.matches("[0-9a-f]{4}")) {
      throw new IllegalArgumentException("four hexadecimal digits, not " + prefix);
    }
    return threads.run(
        () -> {
          List<Entry> entries = new ArrayList<>();
          for (Path path : files(layout.folder(prefix), "*-*")) {
            entry(path).ifPresent(entries::add);
          }
          return entries;
        });
  }

  private static Optional<Entry> entry(Path path) throws IOException {
    try {
      return MediaLayout.entry(
          String.valueOf(path.getFileName()), Files.getLastModifiedTime(path).toInstant());
    } catch (NoSuchFileException deleted) {
      return Optional.empty();
    }
  }

  private static List<Path> files(Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      List<Path> files = new ArrayList<>();
      found.forEach(files::add);
      return files;
    } catch (NoSuchFileException empty) {
      return List.of();
    }
  }
}
