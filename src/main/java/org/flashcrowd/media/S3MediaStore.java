package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.flashcrowd.config.S3Settings;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.media.storage.ObjectBody;
import org.flashcrowd.media.storage.ObjectStorage;
import org.flashcrowd.media.storage.S3;
import org.flashcrowd.media.storage.StorageUnavailable;

/**
 * Keeps files in a bucket, under the names that they have in the folder of {@link DiskMediaStore}.
 * Any number of nodes share it.
 */
final class S3MediaStore implements MediaStore {
  private static final int PAGE = 1_000;

  private final Vertx vertx;
  private final S3 s3;
  private final S3Settings settings;
  private final String prefix;
  private final Path workspace;

  /**
   * @param prefix what the names of all objects start with
   * @param workspace a local folder for what is fetched
   */
  S3MediaStore(Vertx vertx, S3 s3, S3Settings settings, String prefix, Path workspace) {
    this.vertx = vertx;
    this.s3 = s3;
    this.settings = settings;
    this.prefix = prefix;
    this.workspace = workspace;
  }

  private String object(String key, String name) {
    return prefix + MediaLayout.object(key, name);
  }

  /** One has to be put after the other: a node with few connections serves many uploads. */
  @Override
  public Future<Void> put(String key, Map<String, Path> files) {
    Future<Void> stored = Future.succeededFuture();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      String object = object(key, file.getKey());
      stored =
          stored.compose(
              before -> s3.files().put(object, file.getValue(), MediaTypes.of(file.getKey())));
    }
    return stored.recover(failure -> undo(key, files, failure));
  }

  /**
   * Where the storage is away the files are left: to be written again by the next attempt, or to
   * the sweeper. Deleting them behind the caller's back might take what that attempt has put.
   */
  private Future<Void> undo(String key, Map<String, Path> files, Throwable failure) {
    if (failure instanceof StorageUnavailable) {
      return Future.failedFuture(failure);
    }
    return Future.join(
            files.keySet().stream().map(name -> s3.files().delete(object(key, name))).toList())
        .transform(deleted -> Future.failedFuture(failure));
  }

  @Override
  public <T> Future<T> withLocal(String key, String name, Function<Path, Future<T>> work) {
    Path file = workspace.resolve("fetched-" + UUID.randomUUID());
    String object = object(key, name);
    return vertx
        .fileSystem()
        .mkdirs(workspace.toString())
        .compose(made -> s3.files().download(object, file))
        .compose(
            there ->
                there
                    ? work.apply(file)
                    : Future.failedFuture(new NoSuchFileException(key + "-" + name)))
        .eventually(() -> vertx.fileSystem().delete(file.toString()).otherwiseEmpty());
  }

  @Override
  public Future<Optional<StoredFile>> find(String key, String name) {
    String object = object(key, name);
    return s3.reads()
        .length(object)
        .map(
            length ->
                length.isPresent()
                    ? Optional.of(new Found(object, length.getAsLong()))
                    : Optional.empty());
  }

  /** One request instead of two, unless it is to be had elsewhere anyway. */
  @Override
  public Future<Optional<StoredFile>> open(String key, String name) {
    return settings.serve() == S3Settings.Serve.REDIRECT
        ? find(key, name)
        : s3.reads()
            .get(object(key, name), Optional.empty())
            .map(found -> found.map(OnItsWay::new));
  }

  private final class Found implements StoredFile {
    private final String object;
    private final long bytes;

    Found(String object, long bytes) {
      this.object = object;
      this.bytes = bytes;
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public Future<Reply> reply(int status, String contentType, long offset, long length) {
      return s3.reads()
          .get(object, Optional.of(new ObjectStorage.Part(offset, length)))
          .map(found -> found.orElseThrow(Failure::notFound))
          .map(body -> answer(status, contentType, body));
    }

    @Override
    public Optional<Elsewhere> elsewhere(String contentType) {
      Duration kept = settings.presignTtl().dividedBy(2);
      return settings.serve() == S3Settings.Serve.REDIRECT
          ? Optional.of(new Elsewhere(s3.address(object, contentType), kept))
          : Optional.empty();
    }
  }

  /** A file of which everything is on its way here. */
  record OnItsWay(ObjectBody body) implements StoredFile {
    @Override
    public long bytes() {
      return body.length();
    }

    @Override
    public Future<Reply> reply(int status, String contentType, long offset, long length) {
      return Future.succeededFuture(answer(status, contentType, body));
    }
  }

  private static Reply answer(int status, String contentType, ObjectBody body) {
    return Reply.stream(status, contentType, body.stream(), body.length(), body.cancel());
  }

  @Override
  public Future<Void> withhold(String key) {
    return move(key, MediaTypes::isPicture, MediaLayout::withheld);
  }

  @Override
  public Future<Void> release(String key) {
    return move(key, MediaLayout::isWithheld, MediaLayout::released);
  }

  /** Copies, then deletes: repeated when it stops between the two. */
  private Future<Void> move(String key, Predicate<String> which, Function<String, String> renamed) {
    MediaLayout.requireKey(key);
    String before = prefix + MediaLayout.prefix(key) + key + "-";
    return all(before)
        .compose(
            entries ->
                Future.join(
                    entries.stream()
                        .map(ObjectStorage.Entry::name)
                        .filter(object -> which.test(object.substring(before.length())))
                        .map(
                            object -> {
                              String name = object.substring(before.length());
                              return s3.files()
                                  .copy(object, before + renamed.apply(name))
                                  .compose(copied -> s3.files().delete(object));
                            })
                        .toList()))
        .mapEmpty();
  }

  @Override
  public Future<Void> delete(String key, String name) {
    return s3.files().delete(object(key, name));
  }

  @Override
  public Future<Void> delete(String key) {
    MediaLayout.requireKey(key);
    return all(prefix + MediaLayout.prefix(key) + key + "-")
        .compose(
            entries ->
                Future.join(
                    entries.stream().map(entry -> s3.files().delete(entry.name())).toList()))
        .mapEmpty();
  }

  @Override
  public Future<List<Entry>> list(String four) {
    if (!four.matches("[0-9a-f]{4}")) {
      throw new IllegalArgumentException("four hexadecimal digits, not " + four);
    }
    String before = prefix + MediaLayout.prefix(four);
    return all(before)
        .map(
            found ->
                found.stream()
                    .flatMap(
                        entry ->
                            MediaLayout.entry(
                                entry.name().substring(before.length()), entry.written())
                                .stream())
                    .toList());
  }

  private Future<List<ObjectStorage.Entry>> all(String before) {
    return page(before, "", new ArrayList<>());
  }

  private Future<List<ObjectStorage.Entry>> page(
      String before, String after, List<ObjectStorage.Entry> found) {
    return s3.files()
        .list(before, after, PAGE)
        .compose(
            page -> {
              found.addAll(page);
              return page.size() < PAGE
                  ? Future.succeededFuture(found)
                  : page(before, page.getLast().name(), found);
            });
  }
}
