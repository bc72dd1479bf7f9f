package org.flashcrowd.membership;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.flashcrowd.auth.AuthCapability;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.graph.FollowRemoval;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;
import org.flashcrowd.statuses.AuthorRemoval;
import org.flashcrowd.timelines.FeedRemoval;

/** What membership offers to the rest of the server: its pages, and the removal of accounts. */
public final class MembershipCapability {
  /** The kinds of job that membership runs. */
  public static final List<JobKind> JOBS = List.of(AccountRemoval.REMOVE);

  private static final int REMOVALS_AT_ONCE = 2;
  private static final int POSTS = 20;
  private static final int FEEDS = 50;
  private static final int ROWS = 500;
  private static final Query LEFT =
      Query.named(
          "membership.left",
          """
          SELECT EXISTS (SELECT FROM status WHERE account_id = $1)
                 OR EXISTS (SELECT FROM media WHERE account_id = $1) AS more
          """);

  private static final Query REPORTS =
      Query.named(
          "membership.empty-reports",
          """
          UPDATE report
             SET comment = CASE WHEN account_id = $1 THEN '' ELSE comment END,
                 status_ids = CASE WHEN target_id = $1 THEN '{}' ELSE status_ids END
           WHERE (account_id = $1 AND comment <> '') OR (target_id = $1 AND status_ids <> '{}')
          """);

  private final Jobs jobs;
  private final AccountRemoval removal;
  private final List<RouteSource> routes;
  private final Eraser eraser;

  public MembershipCapability(
      Config config,
      Database database,
      Jobs jobs,
      AuthCapability auth,
      AuthorRemoval posts,
      Media media) {
    this.jobs = jobs;
    this.removal = new AccountRemoval(jobs, auth.signOuts());
    this.routes = routes(config, database, auth, removal);
    this.eraser =
        new Eraser(
            database,
            jobs,
            steps(database, posts, media),
            account ->
                database
                    .primary()
                    .first(LEFT, row -> row.getBoolean("more"), account)
                    .map(more -> more.orElse(false)));
  }

  private static List<RouteSource> routes(
      Config config, Database database, AuthCapability auth, AccountRemoval removal) {
    AuthCapability.Own own = auth.own();
    return List.of(
        new SettingsRoutes(own.visitors(), own.credentials(), config.registrations()),
        new AccessRoutes(own.visitors(), own.doors()),
        new RemovalRoutes(
            own.visitors(), own.credentials(), database, removal, auth.letters(), own.audit()));
  }

  /** Followers first: without them a post that is removed concerns no feed any more. */
  private static List<Eraser.Step> steps(Database database, AuthorRemoval posts, Media media) {
    References references = new References(database);
    return List.of(
        account ->
            database.transaction(
                tx ->
                    FollowRemoval.followers(tx, account, FEEDS)
                        .compose(
                            readers ->
                                FeedRemoval.author(tx, readers, account).map(readers.size()))),
        account -> database.transaction(tx -> FollowRemoval.following(tx, account, ROWS)),
        account -> database.transaction(tx -> FeedRemoval.own(tx, account)),
        account -> posts.posts(account, POSTS),
        account -> database.transaction(tx -> AuthorRemoval.favourites(tx, account, ROWS)),
        account -> database.transaction(tx -> media.deleteOfAccount(tx, account, ROWS)),
        account -> database.primary().update(REPORTS, account),
        references::part);
  }

  /** For whoever may remove accounts. */
  public AccountRemoval removal() {
    return removal;
  }

  public List<RouteSource> routes() {
    return routes;
  }

  /** Starts the worker on a node with the role for it. */
  public Future<?> deploy(Vertx vertx, Config config) {
    return config.plays(AccountRemoval.REMOVE.role())
        ? vertx.deployVerticle(
            () -> new JobWorker(jobs, AccountRemoval.REMOVE, REMOVALS_AT_ONCE, eraser::erase),
            new DeploymentOptions())
        : Future.succeededFuture();
  }
}
