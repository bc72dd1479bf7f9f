package org.flashcrowd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

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
    return new RequestHead(
        http.uri(),
        headers.contains(HttpHeaderNames.AUTHORIZATION),
        headers.contains(HttpHeaderNames.COOKIE),
        headers.contains(HttpHeaderNames.CONTENT_LENGTH)
            || headers.contains(HttpHeaderNames.TRANSFER_ENCODING));
  }

  /** As the decoder hands it on, before there is a request of Vert.x. */
  static RequestHead of(HttpRequest decoded) {
    HttpHeaders headers = decoded.headers();
    return new RequestHead(
        decoded.uri(),
        headers.contains(HttpHeaderNames.AUTHORIZATION),
        headers.contains(HttpHeaderNames.COOKIE),
        headers.contains(HttpHeaderNames.CONTENT_LENGTH)
            || headers.contains(HttpHeaderNames.TRANSFER_ENCODING));
  }

  /** Whether the caller says who they are; whether it is true costs more to find out. */
  boolean known() {
    return token || session;
  }

  /** The raw path, without the query string. */
  String path() {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }
}
