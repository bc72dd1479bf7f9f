package org.flashcrowd.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;
import org.flashcrowd.cache.Kept;
import org.jspecify.annotations.Nullable;

/** An answer that is the same for everybody who is not signed in, in all the forms it goes out. */
final class PublicPage {
  // A second of a crowd's weight is taken by whatever stands in front; browsers ask each time,
  // and mostly hear that nothing has changed. While there is no newer answer the old one is shown.
  static final String CACHING =
      "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=600";
  // Whoever is signed in gets an answer of their own.
  private static final String VARY = "Authorization, Accept-Encoding";
  private static final int WORTH_COMPRESSING = 1_024;
  private static final int LEVEL = 4;
  // Three heads are kept as bytes too.
  private static final int OVERHEAD = 4_000;

  private final Reply original;
  private final EntityTag tag;
  private final Reply full;
  private final Reply unchanged;
  private final long @Nullable [] concerned;
  private final @Nullable ReadyAnswer readyFull;
  private final @Nullable ReadyAnswer readyUnchanged;
  private volatile @Nullable Reply compressed;
  private volatile @Nullable ReadyAnswer readyCompressed;

  private PublicPage(Reply original, Buffer body) {
    this.original = original;
    String given = original.headers().get("ETag");
    this.tag = given == null ? EntityTag.weak(body) : new EntityTag(given);
    this.full = described(original.as(original.status(), new Reply.Body.Bytes(body)));
    this.unchanged = described(original.as(304, new Reply.Body.Bytes(Buffer.buffer())));
    this.unchanged.headers().remove("Content-Type");
    this.concerned = sorted(original.concerned());
    this.readyFull = ReadyAnswer.of(full);
    this.readyUnchanged = ReadyAnswer.of(unchanged);
  }

  /** Null for an answer that is not to be given to others. */
  static @Nullable PublicPage of(Reply reply) {
    return reply.status() == 200
            && reply.cookies().isEmpty()
            && reply.body() instanceof Reply.Body.Bytes bytes
        ? new PublicPage(reply, bytes.buffer())
        : null;
  }

  private static long @Nullable [] sorted(@Nullable Collection<Long> ids) {
    if (ids == null) {
      return null;
    }
    long[] sorted = ids.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private Reply described(Reply reply) {
    reply.header("ETag", tag.value()).header("Vary", VARY);
    if (!reply.headers().contains("Cache-Control")) {
      reply.header("Cache-Control", CACHING);
    }
    return reply;
  }

  /** Whether it shows something of one of these posts or accounts, or may do so. */
  boolean shows(Collection<Long> ids) {
    long[] shown = concerned;
    return shown == null || ids.stream().anyMatch(id -> Arrays.binarySearch(shown, id) >= 0);
  }

  /** About how much memory it takes. */
  int weight() {
    return original.body() instanceof Reply.Body.Bytes bytes
        ? OVERHEAD + bytes.buffer().length() * 4 / 3
        : OVERHEAD;
  }

  /**
   * The answer to one caller.
   *
   * @param kept how old it is
   */
  Reply reply(Request request, Kept<?> kept) {
    Reply reply =
        tag.isKnownTo(request)
            ? unchanged
            : takesGzip(request.header("Accept-Encoding").orElse(null)) ? compressed() : full;
    return kept.stale() ? stale(reply, kept.staleFor()) : reply;
  }

  private static Reply stale(Reply reply, Duration since) {
    Reply marked = reply.as(reply.status(), reply.body());
    sayStale(since, marked::header);
    return marked;
  }

  /** As RFC 9211 has it: a time to live that is over. */
  static void sayStale(Duration since, BiConsumer<String, String> header) {
    long seconds = Math.max(1, since.toSeconds());
    header.accept("Age", Long.toString(seconds));
    header.accept("Cache-Status", "flashcrowd; hit; ttl=-" + seconds);
  }

  private static boolean takesGzip(@Nullable String codings) {
    return codings != null && codings.contains("gzip") && !codings.contains("gzip;q=0");
  }

  /**
   * The same as bytes, but for the caller's own lines; null where it is not to be had that way.
   *
   * @param known the tags of the versions that the caller has
   * @param codings what the caller can decode, of those that {@link #isReadyIn} knows
   */
  @Nullable ReadyAnswer ready(@Nullable String known, @Nullable String codings) {
    if (known != null && tag.isIn(known)) {
      return readyUnchanged;
    }
    return takesGzip(codings) ? readyCompressed() : readyFull;
  }

  /** Whether a page is ready as bytes for whoever can decode this. */
  static boolean isReadyIn(@Nullable String codings) {
    return codings == null || codings.equals("identity") || takesGzip(codings);
  }

  private @Nullable ReadyAnswer readyCompressed() {
    ReadyAnswer known = readyCompressed;
    if (known == null) {
      known = ReadyAnswer.of(compressed());
      readyCompressed = known;
    }
    return known;
  }

  private Reply compressed() {
    Reply known = compressed;
    if (known == null) {
      known = compress();
      compressed = known;
    }
    return known;
  }

  private Reply compress() {
    Buffer body = ((Reply.Body.Bytes) full.body()).buffer();
    return body.length() < WORTH_COMPRESSING
        ? full
        : full.as(full.status(), new Reply.Body.Bytes(gzip(body)))
            .header("Content-Encoding", "gzip");
  }

  private static Buffer gzip(Buffer body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length() / 2);
    try (OutputStream gzip = new Gzip(bytes)) {
      gzip.write(body.getBytes());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  /** Done once for many readers, but on an event loop. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream to) throws IOException {
      super(to);
      def.setLevel(LEVEL);
    }
  }
}
