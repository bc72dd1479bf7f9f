package org.flashcrowd.media.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * {@link ObjectStorage} over the S3 API. Bodies stream in both directions, no faster than the
 * slower side; nothing of them is kept in memory. What is put is named by its SHA-256, which the
 * storage checks.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">
 *     Amazon S3 API Reference</a>
 */
final class S3Storage implements ObjectStorage {
  // Whoever reads may be slow: what is on its way to them fills the buffers of the system first.
  private static final Duration READER = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final S3Requests requests;
  private final String bucket;

  S3Storage(Vertx vertx, S3Requests requests, String bucket) {
    this.vertx = vertx;
    this.requests = requests;
    this.bucket = bucket;
  }

  private record Summed(long length, String hash) {}

  @Override
  public Future<Void> put(String name, Path file, String contentType) {
    return vertx
        .executeBlocking(() -> sum(file), false)
        .compose(
            sum ->
                open(file, new OpenOptions().setWrite(false).setCreate(false))
                    .compose(
                        content ->
                            requests
                                .send(
                                    requests
                                        .transfer(HttpMethod.PUT, name, sum.length())
                                        .header("content-type", contentType)
                                        .body(content, sum.length(), sum.hash()),
                                    S3Storage::finished)
                                .eventually(content::close)));
  }

  private static Summed sum(Path file) throws IOException {
    MessageDigest digest = S3Signer.sha256();
    try (DigestInputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
      long length = bytes.transferTo(java.io.OutputStream.nullOutputStream());
      return new Summed(length, S3Signer.hex(digest.digest()));
    }
  }

  private Future<AsyncFile> open(Path file, OpenOptions how) {
    return vertx.fileSystem().open(file.toString(), how);
  }

  private static Future<Void> finished(HttpClientResponse response) {
    return response.end();
  }

  @Override
  public Future<Optional<ObjectBody>> get(String name, Optional<Part> part) {
    S3Requests.Call whole = requests.call(HttpMethod.GET, name).silence(READER);
    S3Requests.Call call =
        part.map(
                some ->
                    whole.header(
                        "range",
                        "bytes=%d-%d".formatted(some.offset(), some.offset() + some.length() - 1)))
            .orElse(whole);
    return requests
        .send(call, response -> Future.succeededFuture(Optional.of(body(response))))
        .recover(failure -> absent(failure, Optional.empty()));
  }

  private static ObjectBody body(HttpClientResponse response) {
    response.pause();
    return new ObjectBody(
        Long.parseLong(response.getHeader("content-length")),
        response,
        () -> response.request().reset());
  }

  private static <T> Future<T> absent(Throwable failure, T none) {
    return failure instanceof S3Requests.NoSuchObject
        ? Future.succeededFuture(none)
        : Future.failedFuture(failure);
  }

  /** Two steps, so that a download has the time that its length needs. */
  @Override
  public Future<Boolean> download(String name, Path file) {
    return get(name, Optional.empty())
        .compose(
            found ->
                found.isPresent()
                    ? save(name, found.get(), file).map(true)
                    : Future.succeededFuture(false));
  }

  /** An answer that ends early fails, by its Content-Length. */
  private Future<Void> save(String name, ObjectBody body, Path file) {
    return open(file, new OpenOptions().setWrite(true).setCreate(true).setTruncateExisting(true))
        .compose(local -> body.stream().pipeTo(local))
        .timeout(requests.time(body.length()).toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(cut -> body.cancel().run())
        .recover(failure -> Future.failedFuture(S3Requests.explain("GET " + name, failure)));
  }

  @Override
  public Future<OptionalLong> length(String name) {
    return requests
        .send(
            requests.call(HttpMethod.HEAD, name),
            response ->
                response
                    .end()
                    .map(OptionalLong.of(Long.parseLong(response.getHeader("content-length")))))
        .recover(failure -> absent(failure, OptionalLong.empty()));
  }

  /** The storage may say 200 and only then, in the body, that it failed. */
  @Override
  public Future<Void> copy(String from, String to) {
    return requests
        .send(
            requests
                .transfer(HttpMethod.PUT, to, 0)
                .header("x-amz-copy-source", S3Signer.target("/" + bucket + "/" + from)),
            S3Requests::text)
        .compose(
            text ->
                text.contains("<Error")
                    ? Future.failedFuture(
                        StorageUnavailable.passing("copy to " + to + " failed: " + text, null))
                    : Future.succeededFuture());
  }

  @Override
  public Future<Void> delete(String name) {
    return requests
        .send(requests.call(HttpMethod.DELETE, name), response -> response.end().map(true))
        .recover(failure -> absent(failure, true))
        .mapEmpty();
  }

  @Override
  public Future<List<Entry>> list(String prefix, String after, int most) {
    return requests
        .send(
            requests
                .call(HttpMethod.GET, "")
                .query("list-type", "2")
                .query("prefix", prefix)
                .query("start-after", after)
                .query("max-keys", Integer.toString(most)),
            S3Requests::text)
        .map(S3Listing::parse);
  }
}
