package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.web.Pages;

/** For pages that are somebody's own: who is there, and whether a form is one of ours. */
public final class Visitors {
  private final SignIns signIns;
  private final Browser browser;
  private final Pages pages;

  Visitors(SignIns signIns, Browser browser, Pages pages) {
    this.signIns = signIns;
    this.browser = browser;
    this.pages = pages;
  }

  /** A page for whoever is signed in; others sign in first. */
  public Future<Reply> see(Request request, Function<Visitor, Future<Reply>> page) {
    return signIns
        .visitor(browser.session(request))
        .compose(
            visitor ->
                visitor.isEmpty()
                    ? Future.succeededFuture(Reply.redirect(ReturnTo.signIn(request.path())))
                    : page.apply(visitor.get()));
  }

  /** What a form of ours asks for; fails with 422 when it is none of ours. */
  public Future<Reply> act(Request request, Function<Visitor, Future<Reply>> deed) {
    return browser.requireOurForm(request).compose(ours -> see(request, deed));
  }

  /**
   * A page with a form.
   *
   * @param parameters what the template declares beside {@code site}, {@code csrf} and {@code
   *     username}
   */
  public Reply page(
      Request request, Visitor visitor, int status, String template, Map<String, ?> parameters) {
    String secret = browser.secret(request);
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("csrf", Browser.formToken(secret));
    all.put("username", visitor.username());
    return browser.remember(own(Reply.html(status, pages.render(template, all))), secret);
  }

  /** A page that says something. */
  public Reply message(int status, String heading, String text) {
    return own(
        Reply.html(status, pages.render("auth/message", Map.of("heading", heading, "text", text))));
  }

  /** What was refused, as a page for people to read. */
  public Future<Reply> explain(Throwable failure) {
    return failure instanceof Failure refused
        ? Future.succeededFuture(
            message(refused.status(), "That did not work", refused.body().error()))
        : Future.failedFuture(failure);
  }

  private static Reply own(Reply page) {
    return page.header("Cache-Control", "no-store");
  }

  /** Leaves a new session with the browser. */
  public Reply signedIn(Reply reply, String session) {
    return browser.signedIn(reply, session, signIns.sessionTtl());
  }

  public Reply signedOut(Reply reply) {
    return browser.signedOut(reply);
  }

  /** The session of this call, if it has one. */
  public Optional<String> session(Request request) {
    return browser.session(request);
  }
}
