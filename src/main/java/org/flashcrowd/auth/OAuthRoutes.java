package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.jspecify.annotations.Nullable;

/** The endpoints of OAuth 2 that programs call (RFC 6749, 7009). */
final class OAuthRoutes implements RouteSource {
  private final Applications applications;
  private final Database database;
  private final Tokens tokens;
  private final AuthorizationCodes codes;

  OAuthRoutes(
      Applications applications, Database database, Tokens tokens, AuthorizationCodes codes) {
    this.applications = applications;
    this.database = database;
    this.tokens = tokens;
    this.codes = codes;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .post("/oauth/token", Access.open(), this::token)
        .post("/oauth/revoke", Access.open(), this::revoke);
  }

  private Future<Reply> token(Request request) {
    Params params = request.params();
    String grantType = params.text("grant_type").orElse("");
    return client(request)
        .compose(
            client ->
                switch (grantType) {
                  case "authorization_code" -> codes.redeem(client, params);
                  case "client_credentials" -> ownToken(client, params.text("scope").orElse(""));
                  default ->
                      Future.failedFuture(
                          Failure.oauth(
                              400,
                              "unsupported_grant_type",
                              "The authorization grant type is not supported by the authorization"
                                  + " server."));
                })
        .map(OAuthRoutes::uncached);
  }

  private Future<TokenView> ownToken(Applications.Client client, String scope) {
    if (!client.proven()) {
      return Future.failedFuture(Applications.invalidClient());
    }
    return database.transaction(
        tx ->
            tokens.issue(
                tx,
                client.application(),
                null,
                Grants.of(client.application().scopes(), scope),
                null));
  }

  /** RFC 6749, section 5.1: what carries a token is kept by nobody on the way. */
  private static Reply uncached(Object view) {
    return Reply.json(view).header("Cache-Control", "no-store").header("Pragma", "no-cache");
  }

  private Future<Reply> revoke(Request request) {
    String token = request.params().text("token").orElse("");
    return client(request)
        .compose(client -> revoke(client, token))
        .recover(refused -> revokeHeld(request, token, refused))
        .map(revoked -> Reply.json(java.util.Map.of()));
  }

  private Future<Void> revoke(Applications.Client client, String token) {
    return token.isBlank()
        ? Future.failedFuture(Tokens.notYours())
        : tokens.revoke(client.application(), token);
  }

  /**
   * Phanpy has lost its credentials when it signs out, and names the client {@code undefined}. Who
   * holds a token may use it, so they may end it too: better than a sign-out that leaves it alive.
   * Wrong credentials of a client that there is are refused all the same.
   */
  private Future<Void> revokeHeld(Request request, String token, Throwable refused) {
    if (request.header("Authorization").isPresent() || token.isBlank()) {
      return Future.failedFuture(refused);
    }
    return applications
        .byClientId(request.params().text("client_id").orElse(""))
        .compose(
            known -> known.isPresent() ? Future.succeededFuture(false) : tokens.revokeHeld(token))
        .compose(ended -> ended ? Future.succeededFuture() : Future.failedFuture(refused));
  }

  /** Who calls: by the body, or by HTTP Basic (RFC 6749, section 2.3.1). */
  private Future<Applications.Client> client(Request request) {
    String basic = request.header("Authorization").orElse("");
    if (basic.regionMatches(true, 0, "Basic ", 0, 6)) {
      return basicClient(basic.substring(6).trim());
    }
    String id = request.params().text("client_id").orElse("");
    return applications.authenticate(id, secret(request.params()));
  }

  private static @Nullable String secret(Params params) {
    String secret = params.text("client_secret").orElse("");
    return secret.isEmpty() ? null : secret;
  }

  private Future<Applications.Client> basicClient(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      // Fields are checked for NUL as they are read; a header is not.
      return colon < 0 || pair.indexOf('\0') >= 0
          ? Future.failedFuture(Applications.invalidClient())
          : applications.authenticate(pair.substring(0, colon), pair.substring(colon + 1));
    } catch (IllegalArgumentException notBase64) {
      return Future.failedFuture(Applications.invalidClient());
    }
  }
}
