package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.flashcrowd.auth.password.PasswordHasher;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.resilience.LocalRateLimiter;
import org.flashcrowd.resilience.RateLimit;
import org.flashcrowd.resilience.RateLimiter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs browsers in and out. Sessions are 256 random bits, stored as their SHA-256. */
final class SignIns {
  private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);

  // Lines in the audit log about one account, or about nobody's from one address.
  private static final RateLimit FAILURES =
      new RateLimit("sign-in-failures", 30, Duration.ofHours(1));

  private final RateLimiter recorded = new LocalRateLimiter(InstantSource.system());
  private final Database database;
  private final PasswordHasher hasher;
  private final AuditLog audit;
  private final int maxPassword;
  private final Duration sessionTtl;
  private final EmailLimit limit;

  SignIns(
      Database database, PasswordHasher hasher, AuditLog audit, Config config, EmailLimit limit) {
    this.database = database;
    this.hasher = hasher;
    this.audit = audit;
    this.maxPassword = config.registrations().maxPassword();
    this.sessionTtl = config.auth().sessionTtl();
    this.limit = limit;
  }

  /**
   * Checks e-mail address and password.
   *
   * @param address where the browser calls from
   * @param agent what the browser calls itself
   * @return the new session's token; fails with 422 and words for the page, which are the same for
   *     an unknown address and a wrong password, and with 429 after too many attempts for one
   *     address
   */
  Future<String> signIn(String email, String password, String address, String agent) {
    if (password.codePointCount(0, password.length()) > maxPassword || email.indexOf('\0') >= 0) {
      return Future.failedFuture(wrong());
    }
    return limit
        .admit(email)
        .compose(admitted -> CredentialRepository.byEmail(database.primary(), email.strip()))
        .compose(
            login ->
                hasher
                    .check(
                        password, login.map(CredentialRepository.Login::passwordHash).orElse(null))
                    .compose(check -> decide(login, check, address, agent)));
  }

  private Future<String> decide(
      Optional<CredentialRepository.Login> found,
      PasswordHasher.Check check,
      String address,
      String agent) {
    if (found.isEmpty() || !check.matches()) {
      Long account = found.isPresent() ? found.get().account() : null;
      return failed(account, address).compose(recorded -> Future.failedFuture(wrong()));
    }
    CredentialRepository.Login login = found.get();
    renew(login, check.renewed());
    if (login.suspended()) {
      return Future.failedFuture(Failure.unprocessable("This account has been suspended."));
    }
    if (login.disabled()) {
      return Future.failedFuture(Failure.unprocessable("This account cannot be signed in to."));
    }
    if (!login.confirmed()) {
      return Future.failedFuture(
          Failure.unprocessable(
              "This account's e-mail address is not confirmed yet: follow the link in the letter"
                  + " that was sent there."));
    }
    if (!login.approved()) {
      return Future.failedFuture(
          Failure.unprocessable("This account is still waiting for its approval."));
    }
    return database.transaction(tx -> start(tx, login.account(), "sign-in", address, agent));
  }

  /** A line for each, but no more than a guesser may be worth: the first of an hour tell enough. */
  private Future<Void> failed(@Nullable Long account, String address) {
    String subject = account == null ? address : account.toString();
    return recorded
        .take(FAILURES, subject)
        .compose(
            verdict ->
                verdict.allowed()
                    ? audit.record(
                        database.primary(), account, "sign-in.failed", address, new JsonObject())
                    : Future.succeededFuture());
  }

  /** Nobody waits for this; the next sign-in tries again. */
  private void renew(CredentialRepository.Login login, @Nullable String renewed) {
    if (renewed != null) {
      CredentialRepository.rehash(
              database.primary(), login.account(), login.passwordHash(), renewed)
          .onFailure(failure -> LOG.warn("a password's hash was not renewed", failure));
    }
  }

  /** A session for somebody who has just proved who they are, within the caller's transaction. */
  Future<String> start(Sql tx, long account, String action, String address, String agent) {
    String token = Secrets.random();
    return SessionRepository.insert(tx, token, account, sessionTtl, address, brief(agent))
        .compose(added -> Addresses.used(tx, account, address))
        .compose(noted -> audit.record(tx, account, action, address, new JsonObject()))
        .map(token);
  }

  /** What a browser calls itself, in a length that fits a line; NUL is no text. */
  private static String brief(String agent) {
    String bare = agent.replace("\0", "");
    return bare.substring(0, Math.min(bare.length(), 200));
  }

  /** Who is signed in with this session, if it is alive. */
  Future<Optional<Visitor>> visitor(Optional<String> session) {
    return session.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : SessionRepository.find(database.primary(), session.get());
  }

  Future<?> signOut(Optional<String> session) {
    return session.isEmpty()
        ? Future.succeededFuture()
        : SessionRepository.end(database.primary(), session.get());
  }

  Duration sessionTtl() {
    return sessionTtl;
  }

  private static Failure wrong() {
    return Failure.unprocessable("The e-mail address or the password is wrong.");
  }
}
