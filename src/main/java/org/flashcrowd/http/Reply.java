package org.flashcrowd.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a route answers: a status, headers, and a body in memory or in a file. */
public final class Reply {
  /** What follows the head of an answer. */
  public sealed interface Body {
    /** Bytes in memory. */
    record Bytes(Buffer buffer) implements Body {}

    /** A part of a file, sent by the kernel. */
    record FilePart(String file, long offset, long length) implements Body {}

    /**
     * Bytes that are on their way here from elsewhere, sent on no faster than they are taken.
     *
     * @param cancel lets go of them before the end
     */
    record Stream(ReadStream<Buffer> source, long length, Runnable cancel) implements Body {}

    /** Nothing, where a HEAD asks how long the rest would be. */
    record Absent(long length) implements Body {}

    /** The route keeps the connection (WebSockets, streams of events). */
    record TakenOver(Takeover takeover) implements Body {}
  }

  private final int status;
  private final Body body;
  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
  private final List<Cookie> cookies = new ArrayList<>(0);
  private @Nullable Supplier<? extends Collection<Long>> concerned;

  private Reply(int status, Body body) {
    this.status = status;
    this.body = body;
  }

  /** 200 with a view as JSON. */
  public static Reply json(Object view) {
    return json(200, view);
  }

  public static Reply json(int status, Object view) {
    return json(status, Json.write(view));
  }

  /** JSON that is already written. */
  public static Reply json(int status, Buffer written) {
    return bytes(status, "application/json; charset=utf-8", written);
  }

  /** A page. It may load what is ours, be framed by nobody and post only to us. */
  public static Reply html(int status, String page) {
    return html(status, page, "");
  }

  /**
   * A page with a form that leads elsewhere in the end.
   *
   * @param formTarget a source as a Content-Security-Policy writes it; empty for none but us
   */
  public static Reply html(int status, String page, String formTarget) {
    return bytes(status, "text/html; charset=utf-8", Buffer.buffer(page))
        .header(
            "Content-Security-Policy",
            "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self';"
                + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none';"
                + " form-action 'self' "
                + formTarget
                + "; frame-ancestors 'none'")
        .header("Referrer-Policy", "same-origin");
  }

  public static Reply text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", Buffer.buffer(text));
  }

  public static Reply bytes(int status, String contentType, Buffer bytes) {
    return new Reply(status, new Body.Bytes(bytes)).header("Content-Type", contentType);
  }

  /** A part of a file, without passing through the heap. */
  public static Reply file(int status, String contentType, String file, long offset, long length) {
    return new Reply(status, new Body.FilePart(file, offset, length))
        .header("Content-Type", contentType);
  }

  /**
   * Bytes that are on their way here from elsewhere.
   *
   * @param source paused
   * @param cancel lets go of them before the end
   */
  public static Reply stream(
      int status, String contentType, ReadStream<Buffer> source, long length, Runnable cancel) {
    return new Reply(status, new Body.Stream(source, length, cancel))
        .header("Content-Type", contentType);
  }

  /** What a HEAD is answered: the head alone of an answer with a body of this length. */
  public static Reply head(int status, String contentType, long length) {
    return new Reply(status, new Body.Absent(length)).header("Content-Type", contentType);
  }

  public static Reply empty(int status) {
    return new Reply(status, new Body.Bytes(Buffer.buffer()));
  }

  /** 302. The location goes out to the letter. */
  public static Reply redirect(String location) {
    return empty(302).header("Location", location);
  }

  /** The route answers on the connection itself, and keeps it. */
  public static Reply takenOver(Takeover takeover) {
    return new Reply(200, new Body.TakenOver(takeover));
  }

  public Reply header(String name, String value) {
    headers.set(name, value);
    return this;
  }

  public Reply header(String name, Optional<String> value) {
    value.ifPresent(given -> headers.set(name, given));
    return this;
  }

  public Reply cookie(Cookie cookie) {
    cookies.add(cookie);
    return this;
  }

  /**
   * Says which posts and accounts it shows something of: where it is kept, it is made anew when one
   * of them changes. An answer that does not say is made anew when anything changes.
   */
  public Reply concerning(Supplier<? extends Collection<Long>> ids) {
    concerned = ids;
    return this;
  }

  /** Null where it is not known. */
  @Nullable Collection<Long> concerned() {
    Supplier<? extends Collection<Long>> ids = concerned;
    return ids == null ? null : ids.get();
  }

  /** The same headers over another body. */
  Reply as(int otherStatus, Body otherBody) {
    Reply other = new Reply(otherStatus, otherBody);
    other.headers.setAll(headers);
    return other;
  }

  public int status() {
    return status;
  }

  public Body body() {
    return body;
  }

  MultiMap headers() {
    return headers;
  }

  List<Cookie> cookies() {
    return cookies;
  }
}
