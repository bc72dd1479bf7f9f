package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.EntityTag;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.media.storage.StorageUnavailable;

/**
 * Serves the files of photos to whoever knows their names. A name's contents never change, so they
 * may be kept for ever by browsers and by what stands in between.
 */
final class MediaFileRoutes implements RouteSource {
  // Both the allow-list of what is served and the only way to a file: what was uploaded has no
  // extension, and nothing that is no key and no name reaches the store.
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,32}\\.(?:jpg|png|webp|gif)");

  private final String path;
  private final MediaStore store;

  /**
   * @param path the first part of the URLs, such as {@code /media}
   */
  MediaFileRoutes(String path, MediaStore store) {
    this.path = path;
    this.store = store;
  }

  @Override
  public void declare(Routes routes) {
    routes.get(path + "/:key/:name", Access.open().limited(Access.Limit.NONE), this::serve);
  }

  private Future<Reply> serve(Request request) {
    String key = request.params().text("key").orElse("");
    Matcher name = NAME.matcher(request.params().text("name").orElse(""));
    if (!MediaKey.matches(key) || !name.matches()) {
      return Future.failedFuture(notFound());
    }
    String type = MediaTypes.of(name.group());
    return (isWhole(request) ? store.open(key, name.group()) : store.find(key, name.group()))
        .map(found -> found.orElseThrow(MediaFileRoutes::notFound))
        .compose(file -> answer(request, file, type, etag(key, name.group(), file)))
        .recover(failure -> Future.failedFuture(explain(failure)));
  }

  /** Whether nothing but the whole picture is asked for. */
  private static boolean isWhole(Request request) {
    return !isHead(request)
        && request.header("Range").isEmpty()
        && request.header("If-None-Match").isEmpty();
  }

  private static boolean isHead(Request request) {
    return request.http().method().equals(HttpMethod.HEAD);
  }

  private static Throwable explain(Throwable failure) {
    return failure instanceof StorageUnavailable
        ? Failure.unavailable("The photos are not available right now", 5)
            .header("Cache-Control", "no-store")
        : failure;
  }

  /** A photo that is not there yet may be in a moment: nobody is to remember that it was not. */
  private static Failure notFound() {
    return Failure.notFound().header("Cache-Control", "no-store");
  }

  /** Strong: a name's contents are written once. */
  private static String etag(String key, String name, StoredFile file) {
    return "\"%s-%s-%x\"".formatted(key.substring(0, 8), name, file.bytes());
  }

  private static Future<Reply> answer(Request request, StoredFile file, String type, String etag) {
    Optional<StoredFile.Elsewhere> elsewhere =
        isOwnPage(request) ? Optional.empty() : file.elsewhere(type);
    if (elsewhere.isPresent()) {
      return Future.succeededFuture(redirect(elsewhere.get()));
    }
    if (new EntityTag(etag).isKnownTo(request)) {
      return Future.succeededFuture(describe(Reply.empty(304), etag));
    }
    Optional<ByteRange> part =
        request
            .header("Range")
            .filter(range -> request.header("If-Range").filter(tag -> !tag.equals(etag)).isEmpty())
            .flatMap(range -> ByteRange.parse(range, file.bytes()));
    return part.map(range -> partial(request, file, type, range, etag))
        .orElseGet(
            () ->
                send(request, file, 200, type, 0, file.bytes())
                    .map(reply -> describe(reply, etag)));
  }

  /** Its Content-Security-Policy allows pictures of this server alone, redirected ones too. */
  private static boolean isOwnPage(Request request) {
    return request.header("Sec-Fetch-Site").filter("same-origin"::equals).isPresent();
  }

  private static Reply redirect(StoredFile.Elsewhere elsewhere) {
    return Reply.redirect(elsewhere.address())
        .header("Cache-Control", "public, max-age=" + elsewhere.kept().toSeconds())
        .header("Vary", "Sec-Fetch-Site")
        .header("Cross-Origin-Resource-Policy", "cross-origin")
        .header("Access-Control-Allow-Origin", "*");
  }

  private static Future<Reply> send(
      Request request, StoredFile file, int status, String type, long offset, long length) {
    return isHead(request)
        ? Future.succeededFuture(Reply.head(status, type, length))
        : file.reply(status, type, offset, length);
  }

  private static Future<Reply> partial(
      Request request, StoredFile file, String type, ByteRange range, String etag) {
    if (range.length() == 0) {
      return Future.succeededFuture(
          Reply.empty(416)
              .header("Content-Range", range.contentRange(file.bytes()))
              .header("Cache-Control", "no-store"));
    }
    return send(request, file, 206, type, range.offset(), range.length())
        .map(
            reply ->
                describe(reply, etag).header("Content-Range", range.contentRange(file.bytes())));
  }

  /** What a browser may do with it: show it, anywhere, and nothing else. */
  private static Reply describe(Reply reply, String etag) {
    return reply
        .header("ETag", etag)
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", "public, max-age=31536000, immutable")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .header("Cross-Origin-Resource-Policy", "cross-origin")
        .header("Access-Control-Allow-Origin", "*");
  }
}
