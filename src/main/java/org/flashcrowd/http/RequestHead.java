package org.flashcrowd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Predicate;

/**
 * What the gate goes by: the part of a request's head that tells what it asks for and who may be
 * asking, before anything is done for it.
 *
 * @param uri path and query string
 * @param token whether there is a token
 * @param session whether there is a cookie
 * @param body whether a body follows
 */
record RequestHead(String uri, boolean token, boolean session, boolean body) {
  static RequestHead of(HttpServerRequest http) {
    MultiMap headers = http.headers();
    return of(http.uri(), name -> headers.contains(name));
  }

  /** As the decoder hands it on, before there is a request of Vert.x. */
  static RequestHead of(HttpRequest decoded) {
    HttpHeaders headers = decoded.headers();
    return of(decoded.uri(), name -> headers.contains(name));
  }

  private static RequestHead of(String uri, Predicate<CharSequence> has) {
    return new RequestHead(
        uri,
        has.test(HttpHeaderNames.AUTHORIZATION),
        has.test(HttpHeaderNames.COOKIE),
        has.test(HttpHeaderNames.CONTENT_LENGTH) || has.test(HttpHeaderNames.TRANSFER_ENCODING));
  }

  /** Whether the caller says who they are; whether it is true costs more to find out. */
  boolean known() {
    return token || session;
  }

  /** The raw path, without the query string. */
  String path() {
    return path(uri);
  }

  /** The raw path of a path and query string. */
  static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }
}
