package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * Issues authorization codes and exchanges each of them once for a token. Their time is the
 * database's.
 */
final class AuthorizationCodes {
  // Old codes go as new ones come, a few at a time. They are kept for a while after their end, so
  // that a second use is recognised and not taken for an unknown code.
  private static final Query INSERT =
      Query.named(
          "auth.code-insert",
          """
          WITH old AS (
            DELETE FROM authorization_code
             WHERE hash IN (SELECT hash FROM authorization_code
                             WHERE expires_at < clock_timestamp() - interval '1 day'
                             ORDER BY expires_at LIMIT 20
                               FOR UPDATE SKIP LOCKED)
          )
          INSERT INTO authorization_code
            (hash, application_id, account_id, redirect_uri, scopes, code_challenge, expires_at)
          VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7 * interval '1 millisecond')
          """);
  private static final Query USE =
      Query.named(
          "auth.code-use",
          """
          UPDATE authorization_code SET used_at = clock_timestamp()
           WHERE hash = $1 AND application_id = $2
             AND used_at IS NULL AND expires_at > clock_timestamp()
          RETURNING account_id, redirect_uri, scopes, code_challenge
          """);
  private static final Query WAS_USED =
      Query.named(
          "auth.code-was-used",
          "SELECT 1 FROM authorization_code WHERE hash = $1 AND used_at IS NOT NULL");

  // RFC 7636, section 4.1.
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  /** What a code was given for. */
  private record Given(
      long account, String redirectUri, List<String> scopes, @Nullable String challenge) {}

  private final Database database;
  private final Tokens tokens;
  private final Duration ttl;

  AuthorizationCodes(Database database, Tokens tokens, Duration ttl) {
    this.database = database;
    this.tokens = tokens;
    this.ttl = ttl;
  }

  /** A code for somebody who has consented. */
  Future<String> issue(AuthorizationRequest authorization, long account) {
    String code = Secrets.random();
    return database
        .primary()
        .update(
            INSERT,
            Buffer.buffer(Secrets.hash(code)),
            authorization.application().id(),
            account,
            authorization.redirectUri(),
            authorization.scopes().toArray(String[]::new),
            authorization.challenge(),
            ttl.toMillis())
        .map(code);
  }

  /**
   * Exchanges a code for a token. A code that is presented a second time ends every token it gave
   * (RFC 6749, section 4.1.2); one that is presented wrongly is used up.
   *
   * @param params {@code code}, {@code redirect_uri} and {@code code_verifier}
   * @return fails with 400 {@code invalid_grant}
   */
  Future<TokenView> redeem(Applications.Client client, Params params) {
    byte[] hash = Secrets.hash(params.text("code").orElse(""));
    String redirectUri = params.text("redirect_uri").orElse("");
    String verifier = params.text("code_verifier").orElse("");
    // The outcome leaves the transaction as a value: a code stays used, whatever it was used for.
    return database
        .transaction(
            tx ->
                tx.first(
                        USE,
                        AuthorizationCodes::given,
                        Buffer.buffer(hash),
                        client.application().id())
                    .compose(
                        given ->
                            given.isEmpty()
                                ? endIfReused(tx, hash)
                                : exchange(tx, client, hash, given.get(), redirectUri, verifier)))
        .map(token -> token.orElseThrow(AuthorizationCodes::invalidGrant));
  }

  private static Given given(Row row) {
    return new Given(
        row.getLong("account_id"),
        row.getString("redirect_uri"),
        List.of(row.getArrayOfStrings("scopes")),
        row.getString("code_challenge"));
  }

  private Future<Optional<TokenView>> endIfReused(Sql tx, byte[] hash) {
    return tx.first(WAS_USED, row -> true, Buffer.buffer(hash))
        .compose(
            used -> used.isPresent() ? tokens.revokeReused(tx, hash) : Future.succeededFuture())
        .map(ended -> Optional.empty());
  }

  private Future<Optional<TokenView>> exchange(
      Sql tx,
      Applications.Client client,
      byte[] hash,
      Given given,
      String redirectUri,
      String verifier) {
    if (!given.redirectUri().equals(redirectUri)
        || !proven(client.proven(), given.challenge(), verifier)) {
      return Future.succeededFuture(Optional.empty());
    }
    return tokens
        .issue(tx, client.application(), given.account(), given.scopes(), hash)
        .map(Optional::of);
  }

  /**
   * Whether the one who redeems is the one who asked: by PKCE (S256), which a client without a
   * secret cannot do without. A verifier without a challenge is refused too, since somebody may
   * have taken the challenge away.
   */
  static boolean proven(boolean clientProven, @Nullable String challenge, String verifier) {
    if (challenge == null) {
      return clientProven && verifier.isEmpty();
    }
    return VERIFIER.matcher(verifier).matches()
        && Secrets.base64(Secrets.hash(verifier)).equals(challenge);
  }

  static Failure invalidGrant() {
    return Failure.oauth(
        400,
        "invalid_grant",
        "The provided authorization grant is invalid, expired, revoked, does not match the"
            + " redirection URI used in the authorization request, or was issued to another"
            + " client.");
  }
}
