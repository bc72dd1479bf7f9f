package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;

/**
 * The cookies of our pages: the session, and the one that forms prove their origin by.
 *
 * <p>Behind https they carry the {@code __Host-} prefix, which keeps neighbouring domains from
 * setting them. A form carries a hash of its cookie, which no other site can know.
 */
final class Browser {
  private static final String SESSION = "session";
  private static final String CSRF = "csrf";
  static final String CSRF_FIELD = "csrf";

  private final boolean secure;

  Browser(String publicUrl) {
    this.secure = publicUrl.startsWith("https:");
  }

  /** What the browser calls itself; empty when it says nothing. */
  static String agent(Request request) {
    return request.header("User-Agent").orElse("");
  }

  Optional<String> session(Request request) {
    return request.cookie(name(SESSION));
  }

  Reply signedIn(Reply reply, String session, Duration ttl) {
    // A new cookie for forms too: nothing of before signing in stays valid.
    return reply.cookie(cookie(SESSION, session, ttl)).cookie(cookie(CSRF, Secrets.random(), ttl));
  }

  Reply signedOut(Reply reply) {
    return reply.cookie(cookie(SESSION, "", Duration.ZERO));
  }

  /** The forms' secret of this browser, made when it has none yet. */
  String secret(Request request) {
    return request.cookie(name(CSRF)).filter(value -> !value.isEmpty()).orElseGet(Secrets::random);
  }

  /** What a form must carry. */
  static String formToken(String secret) {
    return Secrets.base64(Secrets.hash("csrf:" + secret));
  }

  /** Leaves the forms' secret with the browser that is sent a form. */
  Reply remember(Reply page, String secret) {
    return page.cookie(cookie(CSRF, secret, Duration.ofDays(14)));
  }

  /** Fails with 422 when the form is not one of ours, or was opened too long ago. */
  Future<Void> requireOurForm(Request request) {
    String sent = request.params().text(CSRF_FIELD).orElse("");
    boolean ours =
        request
            .cookie(name(CSRF))
            .filter(secret -> !secret.isEmpty())
            .map(secret -> Secrets.matches("csrf:" + secret, decoded(sent)))
            .orElse(false);
    return ours
        ? Future.succeededFuture()
        : Future.failedFuture(
            Failure.unprocessable(
                "This page was open for too long, or cookies are blocked. Please try again."));
  }

  private static byte[] decoded(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException notOurs) {
      return new byte[0];
    }
  }

  private Cookie cookie(String name, String value, Duration ttl) {
    return Cookie.cookie(name(name), value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.LAX)
        .setMaxAge(ttl.toSeconds());
  }

  private String name(String name) {
    return secure ? "__Host-" + name : name;
  }
}
