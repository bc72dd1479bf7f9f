package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Scopes;

/** What an application can find out by itself: our endpoints (RFC 8414) and whom it speaks for. */
final class OAuthDocumentRoutes implements RouteSource {
  /** RFC 8414, section 2, with Mastodon's {@code app_registration_endpoint}. */
  record ServerView(
      String issuer,
      String serviceDocumentation,
      String authorizationEndpoint,
      String tokenEndpoint,
      String appRegistrationEndpoint,
      String revocationEndpoint,
      String userinfoEndpoint,
      Set<String> scopesSupported,
      List<String> responseTypesSupported,
      List<String> responseModesSupported,
      List<String> codeChallengeMethodsSupported,
      List<String> grantTypesSupported,
      List<String> tokenEndpointAuthMethodsSupported) {}

  private final Accounts accounts;

  OAuthDocumentRoutes(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/.well-known/oauth-authorization-server", Access.open(), this::server)
        .get("/oauth/userinfo", Access.account("profile"), this::person)
        .post("/oauth/userinfo", Access.account("profile"), this::person);
  }

  private Future<Reply> server(Request request) {
    return Future.succeededFuture(
        Reply.json(
            new ServerView(
                request.publicUrl("/"),
                request.publicUrl("/"),
                request.publicUrl("/oauth/authorize"),
                request.publicUrl("/oauth/token"),
                request.publicUrl("/api/v1/apps"),
                request.publicUrl("/oauth/revoke"),
                request.publicUrl("/oauth/userinfo"),
                new TreeSet<>(Scopes.KNOWN),
                List.of("code"),
                List.of("query"),
                List.of("S256"),
                List.of("authorization_code", "client_credentials"),
                List.of("client_secret_basic", "client_secret_post", "none"))));
  }

  private Future<Reply> person(Request request) {
    long account = request.account();
    return accounts
        .views(List.of(account))
        .map(
            views -> {
              AccountView view = views.get(account);
              if (view == null) {
                throw Failure.unauthorized("The access token is invalid");
              }
              return Reply.json(
                  new TreeMap<>(
                      Map.of(
                          "iss", request.publicUrl("/"),
                          "sub", view.uri(),
                          "name", view.displayName(),
                          "preferred_username", view.username(),
                          "profile", view.url(),
                          "picture", view.avatar())));
            });
  }
}
