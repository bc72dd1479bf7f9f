package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.auth.password.PasswordHasher;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.Authenticator;
import org.flashcrowd.http.RouteSource;
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
    Tokens tokens,
    Pages pages) {

  /** Deploys the password workers and builds the rest on them. */
  public static Future<AuthCapability> start(
      Vertx vertx,
      Config config,
      Database database,
      Ids ids,
      Channels channels,
      Accounts accounts,
      RateLimiter limiter) {
    return PasswordHasher.start(vertx, config)
        .map(
            hasher -> {
              AuditLog audit = new AuditLog(ids);
              SignOuts signOuts = new SignOuts(audit);
              Applications applications = new Applications(database, ids);
              Tokens tokens = new Tokens(database, ids, accounts, applications, audit);
              SignUps signUps =
                  new SignUps(database, accounts, hasher, audit, config.registrations());
              Passwords passwords =
                  new Passwords(
                      database, accounts, hasher, signOuts, audit, config.registrations());
              SignIns signIns = new SignIns(database, hasher, audit, config, limiter);
              AuthorizationCodes codes =
                  new AuthorizationCodes(database, tokens, config.auth().codeTtl());
              Pages pages = new Pages(config.instance());
              Browser browser = new Browser(config.publicUrl().toString());
              AuthPages authPages = new AuthPages(pages, browser, config.registrations());
              TokenAuthenticator authenticator =
                  new TokenAuthenticator(vertx, database, config.auth(), accounts::seen);
              authenticator.listen(channels);
              return new AuthCapability(
                  authenticator,
                  List.of(
                      new ApplicationRoutes(applications),
                      new OAuthRoutes(applications, database, tokens, codes),
                      new OAuthDocumentRoutes(accounts),
                      new AuthorizationRoutes(applications, signIns, codes, authPages, browser),
                      new SessionRoutes(signIns, authPages, browser),
                      new SignUpPageRoutes(signUps, signIns, authPages, browser),
                      new SignUpRoutes(signUps, applications, tokens),
                      pages.assetRoutes()),
                  signUps,
                  passwords,
                  new Roles(database, accounts, audit),
                  signOuts,
                  tokens,
                  pages);
            });
  }
}
