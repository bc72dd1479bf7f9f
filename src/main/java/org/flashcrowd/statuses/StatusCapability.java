package org.flashcrowd.statuses;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.filters.FilterCache;
import org.flashcrowd.http.Json;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;

/** What posts offer to the rest of the server. */
public final class StatusCapability {
  /** The kinds of job that posts run. */
  public static final List<JobKind> JOBS = List.of(HeldPosts.RELEASE, Purge.PURGE);

  /** Does what is slow only the first time; blocking. */
  public static void warmUp() {
    Json.prepare(StatusView.class);
    Json.prepare(ContextView.class);
    Json.prepare(StatusFragment.class);
    Json.prepareReading(StatusFragment.class);
    Json.prepareMembers(StatusFragment.FixedHead.class);
    Json.prepareMembers(StatusView.Body.class);
  }

  private static final int RELEASES_AT_ONCE = 8;
  private static final int PURGES_AT_ONCE = 2;

  /** What is kept of posts. */
  public static final CacheDefinition CACHE = StatusFragments.DEFINITION;

  /** The platform that posts stand on. */
  public record Ground(Config config, Database database, Ids ids, Jobs jobs, Caches caches) {}

  private final Statuses statuses;
  private final StatusAudience audience;
  private final StatusLists lists;
  private final Interactions interactions;
  private final HeldPosts heldPosts;
  private final DeferredPosts deferredPosts;
  private final Purge purge;
  private final Edits edits;
  private final Histories histories;
  private final Pins pins;
  private final ThreadMutes threadMutes;
  private final Media media;
  private final Jobs jobs;
  private final Config config;

  /**
   * @param filters of whoever looks at posts
   */
  public StatusCapability(Ground ground, Accounts accounts, Media media, FilterCache filters) {
    Config config = ground.config();
    Database database = ground.database();
    Ids ids = ground.ids();
    Jobs jobs = ground.jobs();
    StatusRepository rows = new StatusRepository();
    StatusRendering rendering = new StatusRendering(config.publicUrl(), accounts.emojis());
    PublicationRepository publications = new PublicationRepository(ids);
    Publisher publisher =
        new Publisher(rows, publications, rendering, media, jobs, config.statuses());
    StatusLimits limits =
        new StatusLimits(config.statuses(), config.media().attachmentsPerStatus());
    EditRepository versions = new EditRepository(ids);
    this.jobs = jobs;
    this.config = config;
    FragmentSource fragments =
        new StatusFragments(database, rows, accounts, media, rendering, ground.caches());
    StatusReader reader =
        new StatusReader(database, rows, fragments, filters, InstantSource.system());
    this.audience = new StatusAudience(database, fragments, reader, filters);
    this.statuses =
        new Statuses(database, ids, rows, reader, limits, publisher, new Removal(media, jobs));
    this.lists = new StatusLists(database, new StatusListRepository(), statuses, accounts);
    this.interactions =
        new Interactions(database, ids, jobs, rows, new InteractionRepository(), publisher);
    this.edits = new Edits(database, versions, limits, publisher, media, jobs);
    this.histories = new Histories(database, statuses, rows, versions, rendering);
    this.pins = new Pins(database, ids, config.statuses().maxPinned());
    this.threadMutes = new ThreadMutes(database);
    this.media = media;
    this.purge = new Purge(database, jobs);
    this.heldPosts = new HeldPosts(database, jobs, publications, publisher);
    this.deferredPosts =
        new DeferredPosts(
            publications, publisher, limits, media, config.statuses().idempotencyTtl());
  }

  public StatusAudience audience() {
    return audience;
  }

  public Statuses statuses() {
    return statuses;
  }

  public Interactions interactions() {
    return interactions;
  }

  public StatusLists lists() {
    return lists;
  }

  Edits edits() {
    return edits;
  }

  Histories histories() {
    return histories;
  }

  /** For accounts that leave, and for moderators. */
  public AuthorRemoval authorRemoval(Database database) {
    return AuthorRemoval.of(database, media, jobs);
  }

  HeldPosts heldPosts() {
    return heldPosts;
  }

  Pins pins() {
    return pins;
  }

  ThreadMutes threadMutes() {
    return threadMutes;
  }

  Purge purge() {
    return purge;
  }

  /** For what takes posts that go out later. */
  public DeferredPosts deferredPosts() {
    return deferredPosts;
  }

  /**
   * @param later takes the posts that are to go out at a time of their own
   */
  public List<RouteSource> routes(LaterPosts later) {
    return List.of(
        new StatusRoutes(statuses, lists, later),
        new EditRoutes(edits, histories, statuses, media),
        new PhotoRoutes(media, edits),
        new EmbedRoutes(new Embeds(statuses, config.publicUrl())),
        new InteractionRoutes(interactions, pins, threadMutes, statuses),
        new StatusListRoutes(lists));
  }

  /** Starts the workers that let held posts go and clear removed ones away, on their nodes. */
  public Future<?> deploy(Vertx vertx) {
    return config.plays(HeldPosts.RELEASE.role())
        ? deploy(vertx, HeldPosts.RELEASE, RELEASES_AT_ONCE, heldPosts::release)
            .compose(releasing -> deploy(vertx, Purge.PURGE, PURGES_AT_ONCE, purge::run))
        : Future.succeededFuture();
  }

  private Future<?> deploy(Vertx vertx, JobKind kind, int atOnce, JobHandler handler) {
    return vertx.deployVerticle(
        () -> new JobWorker(jobs, kind, atOnce, handler), new DeploymentOptions());
  }
}
