package org.flashcrowd.timelines;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.lists.Lists;
import org.flashcrowd.resilience.Surge;
import org.flashcrowd.statuses.Statuses;

/** What timelines offer to the rest of the server: their routes, and the workers behind feeds. */
public final class TimelineCapability {
  /** The kinds of job that timelines run. */
  public static final List<JobKind> JOBS = FeedJobs.ALL;

  // Together less than the transactions' pool has connections: posting goes on during a fan-out.
  private static final int CHUNKS_AT_ONCE = 4;
  private static final int OTHERS_AT_ONCE = 2;

  private final Jobs jobs;
  private final Timelines timelines;
  private final Map<JobKind, JobHandler> handlers;

  public TimelineCapability(
      Config config,
      Database database,
      Jobs jobs,
      Lists lists,
      Statuses statuses,
      Surge surge,
      MeterRegistry registry) {
    Config.Feeds settings = config.feeds();
    FeedMeters meters = new FeedMeters(registry);
    HomeFeeds feeds = new FeedRepository(database, settings);
    FollowerWalk walk = new FollowerWalk(settings.chunk());
    PulledAuthors pulled =
        new PulledAuthors(
            database,
            jobs,
            walk,
            settings.pullThreshold(),
            () ->
                surge.atLeast(Surge.Level.STALE)
                    ? config.surge().pullThreshold()
                    : settings.pullThreshold());
    FanOut fanOut = new FanOut(database, jobs, feeds, walk, pulled, meters, Clock.systemUTC());
    FeedUpkeep upkeep = new FeedUpkeep(database, jobs, feeds, walk);
    FeedStanding standing = new FeedStanding(database, jobs, walk);
    TagFeeds tagFeeds = new TagFeeds(database, jobs, settings);
    this.jobs = jobs;
    this.timelines =
        new Timelines(
            database,
            new HomeReader(database, jobs, feeds, meters),
            lists,
            new TimelineRepository(),
            statuses);
    this.handlers =
        Map.ofEntries(
            Map.entry(FeedJobs.FAN_OUT, fanOut::start),
            Map.entry(FeedJobs.FAN_OUT_CHUNK, fanOut::chunk),
            Map.entry(FeedJobs.FAN_OUT_TAGS, tagFeeds::start),
            Map.entry(FeedJobs.FAN_OUT_TAGS_CHUNK, tagFeeds::chunk),
            Map.entry(FeedJobs.WITHDRAW, upkeep::withdraw),
            Map.entry(FeedJobs.WITHDRAW_CHUNK, upkeep::withdrawChunk),
            Map.entry(FeedJobs.BACKFILL, upkeep::backfill),
            Map.entry(FeedJobs.BACKFILL_TAG, tagFeeds::backfill),
            Map.entry(FeedJobs.UNFOLLOW, upkeep::unfollow),
            Map.entry(FeedJobs.FORGET_TAG, tagFeeds::forget),
            Map.entry(FeedJobs.PART, upkeep::part),
            Map.entry(FeedJobs.STANDING, standing::start),
            Map.entry(FeedJobs.STANDING_CHUNK, standing::chunk),
            Map.entry(FeedJobs.REBUILD, upkeep::rebuild),
            Map.entry(FeedJobs.RETURN, pulled::comeBack));
  }

  public Timelines timelines() {
    return timelines;
  }

  public List<RouteSource> routes() {
    return List.of(new TimelineRoutes(timelines));
  }

  /** Starts the workers on a node with the role {@code feed}. */
  public Future<?> deploy(Vertx vertx, Config config) {
    if (!config.plays(Role.FEED)) {
      return Future.succeededFuture();
    }
    return Future.all(handlers.keySet().stream().map(kind -> deploy(vertx, config, kind)).toList());
  }

  private Future<?> deploy(Vertx vertx, Config config, JobKind kind) {
    int atOnce = kind.equals(FeedJobs.FAN_OUT_CHUNK) ? CHUNKS_AT_ONCE : OTHERS_AT_ONCE;
    JobHandler handler = java.util.Objects.requireNonNull(handlers.get(kind));
    return vertx.deployVerticle(
        () -> new JobWorker(jobs, kind, atOnce, handler),
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.VIRTUAL_THREAD)
            .setInstances(config.instances().feed()));
  }
}
