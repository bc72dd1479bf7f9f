package org.flashcrowd.media;

import io.vertx.core.Future;
import java.util.Map;
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

/**
 * Serves the files of photos to whoever knows their names. A name's contents never change, so they
 * may be kept for ever by browsers and by what stands in between.
 */
final class MediaFileRoutes implements RouteSource {
  // Both the allow-list of what is served and the only way to a file: what was uploaded has no
  // extension, and nothing that is no key and no name reaches the store.
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,32}\\.(jpg|png|webp|gif)");
  private static final Map<String, String> TYPES =
      Map.of("jpg", "image/jpeg", "png", "image/png", "webp", "image/webp", "gif", "image/gif");

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
    String type = String.valueOf(TYPES.get(name.group(1)));
    return store
        .find(key, name.group())
        .map(found -> found.orElseThrow(MediaFileRoutes::notFound))
        .map(file -> answer(request, file, type, etag(key, name.group(), file)));
  }

  /** A photo that is not there yet may be in a moment: nobody is to remember that it was not. */
  private static Failure notFound() {
    return Failure.notFound().header("Cache-Control", "no-store");
  }

  /** Strong: a name's contents are written once. */
  private static String etag(String key, String name, StoredFile file) {
    return "\"%s-%s-%x\"".formatted(key.substring(0, 8), name, file.bytes());
  }

  private static Reply answer(Request request, StoredFile file, String type, String etag) {
    if (new EntityTag(etag).isKnownTo(request)) {
      return describe(Reply.empty(304), etag);
    }
    Optional<ByteRange> part =
        request
            .header("Range")
            .filter(range -> request.header("If-Range").filter(tag -> !tag.equals(etag)).isEmpty())
            .flatMap(range -> ByteRange.parse(range, file.bytes()));
    return part.map(range -> partial(file, type, range, etag))
        .orElseGet(() -> describe(file.reply(200, type, 0, file.bytes()), etag));
  }

  private static Reply partial(StoredFile file, String type, ByteRange range, String etag) {
    if (range.length() == 0) {
      return Reply.empty(416)
          .header("Content-Range", range.contentRange(file.bytes()))
          .header("Cache-Control", "no-store");
    }
    return describe(file.reply(206, type, range.offset(), range.length()), etag)
        .header("Content-Range", range.contentRange(file.bytes()));
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
