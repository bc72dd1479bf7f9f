package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Traffic;

/**
 * The page on which somebody allows an application to act for them. It is shown each time, and an
 * address that is not registered is never redirected to.
 */
final class AuthorizationRoutes implements RouteSource {
  private final Applications applications;
  private final SignIns signIns;
  private final AuthorizationCodes codes;
  private final AuthPages pages;
  private final Browser browser;

  AuthorizationRoutes(
      Applications applications,
      SignIns signIns,
      AuthorizationCodes codes,
      AuthPages pages,
      Browser browser) {
    this.applications = applications;
    this.signIns = signIns;
    this.codes = codes;
    this.pages = pages;
    this.browser = browser;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/oauth/authorize", Access.open().as(Traffic.ENTRY), this::ask)
        .post("/oauth/authorize", Access.open(), this::decide);
  }

  private Future<Reply> ask(Request request) {
    boolean anew = request.params().flag("force_login", false);
    return read(request)
        .compose(
            authorization ->
                signIns
                    .visitor(browser.session(request))
                    .map(
                        visitor ->
                            visitor.isEmpty() || anew
                                ? Reply.redirect(ReturnTo.signIn(authorization.path()))
                                : consent(request, authorization, visitor.get())))
        .recover(this::explain);
  }

  private Reply consent(Request request, AuthorizationRequest authorization, Visitor visitor) {
    return pages.consent(request, authorization.within(visitor.role()), visitor.username());
  }

  private Future<Reply> decide(Request request) {
    boolean allowed = request.params().text("decision").orElse("").equals("allow");
    return read(request)
        .compose(authorization -> browser.requireOurForm(request).map(authorization))
        .compose(
            authorization ->
                signIns
                    .visitor(browser.session(request))
                    .compose(
                        visitor ->
                            visitor.isEmpty()
                                ? Future.succeededFuture(
                                    Reply.redirect(ReturnTo.signIn(authorization.path())))
                                : answer(
                                    authorization.within(visitor.get().role()),
                                    visitor.get().account(),
                                    allowed)))
        .recover(this::explain);
  }

  private Future<AuthorizationRequest> read(Request request) {
    Params params = request.params();
    return applications
        .byClientId(params.text("client_id").orElse("").replace("\0", ""))
        .map(
            found ->
                AuthorizationRequest.read(
                    found.orElseThrow(
                        () -> Failure.badRequest("The application is not known to this server.")),
                    params));
  }

  private Future<Reply> answer(AuthorizationRequest authorization, long account, boolean allowed) {
    if (!allowed) {
      return Future.failedFuture(authorization.refused("access_denied", "The request was denied."));
    }
    return codes
        .issue(authorization, account)
        .map(
            code ->
                authorization.outOfBand()
                    ? pages.code(authorization.application(), code)
                    : Reply.redirect(authorization.granted(Map.of("code", code))));
  }

  /** Errors of an authorization are for people to read, or for the application to be told. */
  private Future<Reply> explain(Throwable failure) {
    return switch (failure) {
      case AuthorizationRequest.Refused refused ->
          Future.succeededFuture(Reply.redirect(refused.location()));
      case Failure refused ->
          Future.succeededFuture(
              pages.message(refused.status(), "That did not work", refused.body().error()));
      default -> Future.failedFuture(failure);
    };
  }
}
