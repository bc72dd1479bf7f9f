package org.flashcrowd.media.storage;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.config.S3Settings;
import org.flashcrowd.resilience.Deadline;
import org.flashcrowd.resilience.Overloaded;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed requests to one bucket over a bounded pool of connections, each with an end to its
 * time, and turns refusals into failures.
 */
final class S3Requests {
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9]{1,80})</Code>");
  private static final Set<String> FULL =
      Set.of("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "EntityTooLarge");
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);
  private static final int NOT_FOUND = 404;
  private static final int INSUFFICIENT_STORAGE = 507;
  private static final int MOST_TEXT = 4 * 1024 * 1024;
  private static final long LARGE = 64L * 1024 * 1024;
  private static final int KEEP_ALIVE_SECONDS = 15;

  /**
   * One request.
   *
   * @param name the object's; empty for the bucket itself
   * @param limit how long it may take, until the answer is read by whoever reads it
   * @param silence how long nothing may come in the middle of the answer
   */
  record Call(
      HttpMethod method,
      String name,
      SortedMap<String, String> query,
      SortedMap<String, String> headers,
      @Nullable Body body,
      Duration limit,
      Duration silence) {
    Call header(String header, String value) {
      SortedMap<String, String> more = new TreeMap<>(headers);
      more.put(header, value);
      return new Call(method, name, query, more, body, limit, silence);
    }

    Call query(String key, String value) {
      SortedMap<String, String> more = new TreeMap<>(query);
      more.put(key, value);
      return new Call(method, name, more, headers, body, limit, silence);
    }

    Call body(AsyncFile content, long length, String hash) {
      Body sent = new Body(content, length, hash);
      return new Call(method, name, query, headers, sent, limit, silence);
    }

    Call silence(Duration longest) {
      return new Call(method, name, query, headers, body, limit, longest);
    }

    @Override
    public String toString() {
      return method + " " + name;
    }
  }

  /** What goes with a request; {@code hash} is its SHA-256 in hexadecimal. */
  record Body(AsyncFile content, long length, String hash) {}

  /** There is no such object. */
  static final class NoSuchObject extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchObject(String name) {
      super(name, null, false, false);
    }
  }

  private final HttpClient http;
  private final S3Bucket bucket;
  private final S3Signer signer;
  private final S3Settings settings;
  private final Clock clock;

  /**
   * @param connections at once; four times as many calls may wait for one
   */
  S3Requests(Vertx vertx, S3Settings settings, int connections, Clock clock) {
    URI endpoint = Objects.requireNonNull(settings.endpoint(), "media.s3.endpoint");
    this.bucket = S3Bucket.of(endpoint, settings);
    this.signer =
        new S3Signer(settings.region(), settings.accessKey().value(), settings.secretKey().value());
    this.settings = settings;
    this.clock = clock;
    this.http =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setConnectTimeout((int) settings.connectTimeout().toMillis())
                    .setKeepAliveTimeout(KEEP_ALIVE_SECONDS))
            .with(
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(4 * connections))
            // Whatever breaks a connection also fails the calls on it, and is told there.
            .withConnectHandler(connection -> connection.exceptionHandler(known -> {}))
            .build();
  }

  /** A request without a body. */
  Call call(HttpMethod method, String name) {
    return call(method, name, settings.timeout());
  }

  /**
   * A request that moves a whole object.
   *
   * @param bytes its length
   */
  Call transfer(HttpMethod method, String name, long bytes) {
    return call(method, name, time(bytes));
  }

  private Call call(HttpMethod method, String name, Duration limit) {
    return new Call(
        method, name, new TreeMap<>(), new TreeMap<>(), null, limit, settings.timeout());
  }

  /** How long moving so many bytes may take: more for what is larger than any photo. */
  Duration time(long bytes) {
    return settings.transferTimeout().multipliedBy(1 + bytes / LARGE);
  }

  /**
   * Sends it, and has the answer read. Whatever goes wrong, until {@code reader}'s future
   * completes, ends the exchange.
   *
   * @param reader called with a 2xx only; the answer is not paused
   */
  <T> Future<T> send(Call call, Function<HttpClientResponse, Future<T>> reader) {
    return http.request(options(call))
        .compose(request -> exchange(call, request, reader))
        .recover(failure -> Future.failedFuture(explain(call.toString(), failure)));
  }

  private RequestOptions options(Call call) {
    Body body = call.body();
    Map<String, String> headers =
        signer.sign(
            bucket.request(call.method().name(), call.name(), call.query(), call.headers()),
            body == null ? S3Signer.EMPTY : body.hash(),
            clock.instant());
    RequestOptions options =
        new RequestOptions()
            .setMethod(call.method())
            .setHost(bucket.host())
            .setPort(bucket.port())
            .setSsl(bucket.tls())
            .setURI(S3Signer.target(bucket.path(call.name()), call.query()))
            .setConnectTimeout(settings.connectTimeout().toMillis())
            .setIdleTimeout(call.silence().toMillis());
    headers.forEach(options::putHeader);
    if (body != null) {
      options.putHeader("content-length", Long.toString(body.length()));
    }
    return options;
  }

  private static <T> Future<T> exchange(
      Call call, HttpClientRequest request, Function<HttpClientResponse, Future<T>> reader) {
    Body body = call.body();
    // Whatever happens to it also comes out of the futures below.
    request.exceptionHandler(known -> {});
    return (body == null ? request.send() : request.send(body.content()))
        .compose(
            response -> {
              response.exceptionHandler(known -> {});
              return response.statusCode() / 100 == 2
                  ? reader.apply(response)
                  : refused(call, response);
            })
        .timeout(Math.max(1, Deadline.remains(call.limit())), TimeUnit.MILLISECONDS)
        .onFailure(over -> request.reset());
  }

  private static <T> Future<T> refused(Call call, HttpClientResponse response) {
    return text(response)
        .compose(text -> Future.failedFuture(refusal(call, response.statusCode(), text)));
  }

  private static RuntimeException refusal(Call call, int status, String text) {
    Matcher found = CODE.matcher(text);
    String code = found.find() ? found.group(1) : "";
    String message = "%s: %d %s".formatted(call, status, code).strip();
    if (status == INSUFFICIENT_STORAGE || FULL.contains(code)) {
      return new StorageFull(message);
    }
    if (status == NOT_FOUND && !code.equals("NoSuchBucket")) {
      return new NoSuchObject(call.name());
    }
    return status >= 500 || PASSING.contains(status) || code.equals("SlowDown")
        ? StorageUnavailable.passing(message, null)
        : StorageUnavailable.lasting(message);
  }

  /** A short answer, as text. */
  static Future<String> text(HttpClientResponse response) {
    Promise<String> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    response
        .handler(
            part -> {
              if (read.length() + part.length() > MOST_TEXT) {
                whole.tryFail(StorageUnavailable.lasting("an answer without end"));
                response.request().reset();
              } else {
                read.appendBuffer(part);
              }
            })
        .exceptionHandler(whole::tryFail)
        .endHandler(end -> whole.tryComplete(read.toString(StandardCharsets.UTF_8)));
    return whole.future();
  }

  static Throwable explain(String call, Throwable failure) {
    return switch (failure) {
      case StorageUnavailable known -> known;
      case StorageFull full -> full;
      case NoSuchObject absent -> absent;
      case Overloaded busy -> busy;
      case IOException local when StorageFull.is(local) -> new StorageFull("no room here: " + call);
      case FileSystemException local -> local;
      case ConnectionPoolTooBusyException busy -> new Overloaded("the photo storage", 2);
      default -> StorageUnavailable.passing(call + ": " + failure, failure);
    };
  }
}
