package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.auth.password.PasswordHasher;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Rate;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.Authenticator;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.mail.Mail;
import org.flashcrowd.resilience.RateLimiter;
import org.flashcrowd.web.Pages;

/**
 * What authentication offers to the rest of the server.
 *
 * @param routes apps, OAuth, sign-up and the pages around them
 * @param pages for others who show some
 */
public record AuthCapability(
    Authenticator authenticator,
    List<RouteSource> routes,
    SignUps signUps,
    Passwords passwords,
    Roles roles,
    SignOuts signOuts,
    Letters letters,
    Tokens tokens,
    Pages pages,
    Own own) {

  /**
   * What people do with their own access, on pages of other capabilities.
   *
   * @param audit for what those record
   */
  public record Own(
      Visitors visitors, OwnCredentials credentials, OpenDoors doors, AuditLog audit) {}

  /** What authentication is built on. */
  public record Ground(
      Vertx vertx,
      Config config,
      Database database,
      Ids ids,
      Channels channels,
      RateLimiter limiter,
      Jobs jobs,
      Mail mail) {
    private EmailLimit limit(String name, Rate rate) {
      return new EmailLimit(limiter, config.limits(), name, rate);
    }
  }

  /**
   * Deploys the password workers and builds the rest on them.
   *
   * @param vapidKey the public key that applications are told to subscribe to pushes with
   */
  public static Future<AuthCapability> start(Ground on, Accounts accounts, String vapidKey) {
    return PasswordHasher.start(on.vertx(), on.config())
        .map(hasher -> build(on, accounts, hasher, vapidKey));
  }

  private static AuthCapability build(
      Ground on, Accounts accounts, PasswordHasher hasher, String vapidKey) {
    Database database = on.database();
    Config.Registrations rules = on.config().registrations();
    Config.Limits limits = on.config().limits();
    AuditLog audit = new AuditLog(on.ids());
    SignOuts signOuts = new SignOuts(audit);
    Letters letters = new Letters(database, on.mail(), on.config());
    Applications applications = new Applications(database, on.ids());
    TokenAuthenticator authenticator =
        new TokenAuthenticator(on.vertx(), database, on.config().auth(), accounts::seen);
    authenticator.listen(on.channels());
    Tokens tokens =
        new Tokens(database, on.ids(), accounts, applications, audit, authenticator::forget);
    SignUps signUps = new SignUps(database, accounts, hasher, audit, on.jobs(), letters, rules);
    Passwords passwords =
        new Passwords(database, accounts, hasher, signOuts, audit, letters, rules);
    SignIns signIns =
        new SignIns(
            database, hasher, audit, on.config(), on.limit("sign-in-email", limits.signInEmail()));
    EmailLimit letterLimit = on.limit("letters-email", limits.lettersEmail());
    Confirmations confirmations =
        new Confirmations(database, letters, letterLimit, signOuts, audit);
    PasswordResets resets = new PasswordResets(database, letters, letterLimit, passwords);
    AuthorizationCodes codes =
        new AuthorizationCodes(database, tokens, on.config().auth().codeTtl());
    Pages pages = new Pages(on.config().instance());
    Browser browser = new Browser(on.config().publicUrl().toString());
    AuthPages authPages = new AuthPages(pages, browser, rules);
    Own own =
        new Own(
            new Visitors(signIns, browser, pages),
            new OwnCredentials(
                database,
                hasher,
                passwords,
                signIns,
                letters,
                on.limit("sign-in-email", limits.signInEmail()),
                audit),
            new OpenDoors(database, audit),
            audit);
    return new AuthCapability(
        authenticator,
        List.of(
            new ApplicationRoutes(applications, vapidKey),
            new OAuthRoutes(applications, database, tokens, codes),
            new OAuthDocumentRoutes(accounts),
            new AuthorizationRoutes(applications, signIns, codes, authPages, browser),
            new SessionRoutes(signIns, authPages, browser),
            new SignUpPageRoutes(signUps, signIns, authPages, browser),
            new SignUpRoutes(signUps, applications, tokens),
            new ConfirmationRoutes(confirmations, authPages, browser),
            new PasswordResetRoutes(resets, authPages, browser),
            pages.assetRoutes()),
        signUps,
        passwords,
        new Roles(database, accounts, audit),
        signOuts,
        letters,
        tokens,
        pages,
        own);
  }
}
