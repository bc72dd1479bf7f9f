package org.flashcrowd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of a route: its parameters, who makes it, and what came with it. */
public final class Request {
  private final HttpServerRequest http;
  private final Route route;
  private final String id;
  private final String publicUrl;
  private final String address;
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
  private List<Upload> uploads = List.of();
  private @Nullable Caller caller;

  Request(HttpServerRequest http, Route route, String id, String publicUrl, String address) {
    this.http = http;
    this.route = route;
    this.id = id;
    this.publicUrl = publicUrl;
    this.address = address;
  }

  /** Everything the caller sent, by name; the path's own parameters win over the rest. */
  public Params params() {
    return new Params(fields);
  }

  Map<String, @Nullable Object> fields() {
    return fields;
  }

  /** The files that came with the call. Only routes that take uploads receive any. */
  public List<Upload> uploads() {
    return uploads;
  }

  public Optional<Upload> upload(String field) {
    return uploads.stream().filter(upload -> upload.field().equals(field)).findFirst();
  }

  void uploads(List<Upload> received) {
    this.uploads = List.copyOf(received);
  }

  /** The bearer token that the call brought, be it good or not. */
  public Optional<String> token() {
    return BearerToken.of(this);
  }

  /** Whether the call asks to become a WebSocket. */
  public boolean upgrades() {
    return header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
  }

  /** Whoever calls, where the route does not need to know. */
  public Optional<Caller> caller() {
    return Optional.ofNullable(caller);
  }

  void caller(Caller authenticated) {
    this.caller = authenticated;
  }

  /** The calling account; null for somebody not signed in. */
  public @Nullable Long viewer() {
    Caller known = caller;
    return known == null ? null : known.account();
  }

  /** The calling account, on a route whose access is {@link Access#account}. */
  public long account() {
    Long account = viewer();
    if (account == null) {
      throw new IllegalStateException(route + " is open to callers without an account");
    }
    return account;
  }

  public Route route() {
    return route;
  }

  /** Names this call in logs and in the {@code X-Request-Id} of its answer. */
  public String id() {
    return id;
  }

  /** The raw path, without the query string. */
  public String path() {
    String path = http.path();
    return path == null ? "/" : path;
  }

  /** The raw query string; empty when there is none. */
  public String query() {
    String query = http.query();
    return query == null ? "" : query;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(http.getHeader(name));
  }

  /** Whether a person is to read the answer: a page, opened in a browser. */
  boolean wantsPage() {
    return wantsPage(http);
  }

  static boolean wantsPage(HttpServerRequest http) {
    return wantsPage(http.getHeader(HttpHeaderNames.ACCEPT))
        && !Cors.covers(String.valueOf(http.path()));
  }

  static boolean wantsPage(@Nullable String types) {
    return types != null && types.contains("text/html");
  }

  public Optional<String> cookie(String name) {
    var cookie = http.getCookie(name);
    return cookie == null ? Optional.empty() : Optional.of(cookie.getValue());
  }

  /** The caller's network address, also behind the proxies that are trusted. */
  public String address() {
    return address;
  }

  /** An absolute URL of this server, as the outside knows it. */
  public String publicUrl(String path) {
    return publicUrl + path;
  }

  /** What is under this: for the few routes that take the connection over. */
  public HttpServerRequest http() {
    return http;
  }
}
