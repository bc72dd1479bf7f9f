package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Joining on our own page. */
final class SignUpPageRoutes implements RouteSource {
  private final SignUps signUps;
  private final SignIns signIns;
  private final AuthPages pages;
  private final Browser browser;

  SignUpPageRoutes(SignUps signUps, SignIns signIns, AuthPages pages, Browser browser) {
    this.signUps = signUps;
    this.signIns = signIns;
    this.pages = pages;
    this.browser = browser;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/auth/sign_up", Access.open(), this::form)
        .post("/auth/sign_up", Access.open().limited(Access.Limit.SIGN_UP), this::join);
  }

  private Future<Reply> form(Request request) {
    return Future.succeededFuture(
        signUps.open()
            ? pages.signUp(request, 200, "", "", Map.of())
            : pages.message(
                200, "Nobody can join right now", "New accounts are not being accepted here."));
  }

  private Future<Reply> join(Request request) {
    NewMember member = SignUpRoutes.member(request.params());
    String address = request.address();
    return browser
        .requireOurForm(request)
        .compose(
            ours ->
                signUps.join(
                    member,
                    address,
                    null,
                    (tx, account) ->
                        signIns.start(tx, account, "sign-in", address, Browser.agent(request))))
        .map(session -> welcome(request, session))
        .recover(failure -> again(request, failure));
  }

  private Reply welcome(Request request, String session) {
    if (signUps.needsConfirmation()) {
      return pages.message(
          200,
          "Look into your mail",
          "A letter is on its way to you. Follow its link to confirm your e-mail address.");
    }
    return signUps.needsApproval()
        ? pages.message(
            200,
            "Thank you",
            "Somebody will look at your request. You can sign in when it is approved.")
        : browser.signedIn(Reply.redirect(ReturnTo.of(request)), session, signIns.sessionTtl());
  }

  private Future<Reply> again(Request request, Throwable failure) {
    if (!(failure instanceof Failure refused) || refused.status() != 422) {
      return Future.failedFuture(failure);
    }
    Params params = request.params();
    Map<String, String> problems = new LinkedHashMap<>();
    Optional.ofNullable(refused.body().details())
        .orElse(Map.of("username", List.of(new Failure.Detail("", refused.body().error()))))
        .forEach((field, details) -> problems.put(field, details.getFirst().description()));
    return Future.succeededFuture(
        pages.signUp(
            request,
            422,
            params.text("username").orElse(""),
            params.text("email").orElse(""),
            problems));
  }
}
