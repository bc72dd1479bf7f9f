package org.flashcrowd.announcements;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.live.Live;
import org.flashcrowd.statuses.Statuses;

/** What announcements offer to the rest of the server. */
public record AnnouncementCapability(Announcements announcements, List<RouteSource> routes) {
  /** The topic of an announcement that was published or removed: {@code {announcement}}. */
  static final String CHANGED = "announcement.changed";

  static final JobKind TELL = JobKind.named("announcements.tell", Role.NOTIFY).on(CHANGED);

  /** The kinds of job that announcements run. */
  public static final List<JobKind> JOBS = List.of(TELL);

  public static AnnouncementCapability build(
      Config config, Database database, Ids ids, Live live, Accounts accounts, Statuses statuses) {
    Announcements announcements =
        new Announcements(
            database,
            ids,
            live,
            new AnnouncementViews(config.publicUrl(), accounts, statuses),
            accounts.emojis());
    return new AnnouncementCapability(
        announcements, List.of(new AnnouncementRoutes(announcements)));
  }

  /** Starts the worker that tells whoever is connected, on a node with the role for it. */
  public Future<?> deploy(Vertx vertx, Config config, Jobs jobs) {
    return config.plays(TELL.role())
        ? vertx.deployVerticle(
            new JobWorker(
                jobs, TELL, 1, job -> announcements.tell(job.args().getLong("announcement"))))
        : Future.succeededFuture();
  }
}
