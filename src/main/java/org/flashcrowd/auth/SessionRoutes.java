package org.flashcrowd.auth;

import io.vertx.core.Future;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Traffic;

/** Signing in and out on our own pages. */
final class SessionRoutes implements RouteSource {
  private final SignIns signIns;
  private final AuthPages pages;
  private final Browser browser;

  SessionRoutes(SignIns signIns, AuthPages pages, Browser browser) {
    this.signIns = signIns;
    this.pages = pages;
    this.browser = browser;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/auth/sign_in", Access.open().as(Traffic.ENTRY), this::form)
        .post("/auth/sign_in", Access.open().limited(Access.Limit.SIGN_IN), this::signIn)
        .get("/auth/sign_out", Access.open(), this::signOutForm)
        .post("/auth/sign_out", Access.open(), this::signOut);
  }

  private Future<Reply> form(Request request) {
    return Future.succeededFuture(pages.signIn(request, 200, "", ""));
  }

  private Future<Reply> signIn(Request request) {
    Params params = request.params();
    String email = params.text("email").orElse("");
    String password = params.text("password").orElse("");
    return browser
        .requireOurForm(request)
        .compose(ours -> signIns.signIn(email, password, request.address(), Browser.agent(request)))
        .map(
            session ->
                browser.signedIn(
                    Reply.redirect(ReturnTo.of(request)), session, signIns.sessionTtl()))
        .recover(failure -> again(request, email, failure));
  }

  private Future<Reply> again(Request request, String email, Throwable failure) {
    if (failure instanceof Failure refused
        && (refused.status() == 422 || refused.status() == 429)) {
      Reply page = pages.signIn(request, refused.status(), email, refused.body().error());
      refused.headers().forEach(page::header);
      return Future.succeededFuture(page);
    }
    return Future.failedFuture(failure);
  }

  private Future<Reply> signOutForm(Request request) {
    return Future.succeededFuture(pages.signOut(request));
  }

  private Future<Reply> signOut(Request request) {
    return browser
        .requireOurForm(request)
        .compose(ours -> signIns.signOut(browser.session(request)))
        .map(out -> browser.signedOut(Reply.redirect(ReturnTo.of(request))));
  }
}
