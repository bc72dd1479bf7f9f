package org.flashcrowd.notifications;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.Jobs;
import org.jspecify.annotations.Nullable;

/**
 * Tells people what many others may do at once; docs/notifications.md says how a burst stays small.
 */
final class Notify {
  /** Of what happens to one subject within an hour, so many are listed; all are counted. */
  static final int LISTED_AN_HOUR = 100;

  private static final int AT_ONCE = 500;

  private final Database database;
  private final Jobs jobs;
  private final Ids ids;
  private final TellingRepository repository;
  private final StaffRepository staff;
  private final Announcer announcer;

  Notify(
      Database database,
      Jobs jobs,
      Ids ids,
      TellingRepository repository,
      StaffRepository staff,
      Announcer announcer) {
    this.database = database;
    this.jobs = jobs;
    this.ids = ids;
    this.repository = repository;
    this.staff = staff;
    this.announcer = announcer;
  }

  /** {@code follow.created {account, target}}. */
  Future<Void> follow(Job job) {
    return tell(Happening.FOLLOW, job.args().getLong("target"), null);
  }

  /** {@code follow.requested {account, target}}. */
  Future<Void> followRequest(Job job) {
    return tell(Happening.FOLLOW_REQUEST, job.args().getLong("target"), null);
  }

  /** {@code status.favourited {status, account, author}}. */
  Future<Void> favourite(Job job) {
    return tell(Happening.FAVOURITE, job.args().getLong("author"), job.args().getLong("status"));
  }

  /** {@code notifications.reblog {status, author}}: the original and its author. */
  Future<Void> reblog(Job job) {
    return tell(Happening.REBLOG, job.args().getLong("author"), job.args().getLong("status"));
  }

  /** One short transaction; again while it finds more to list than it had ids for. */
  private Future<Void> tell(Happening happening, long account, @Nullable Long status) {
    long subject = status == null ? account : status;
    return database
        .transaction(
            tx ->
                repository
                    .tell(tx, happening, account, subject, status, fresh(AT_ONCE), LISTED_AN_HOUR)
                    .compose(told -> announcer.announce(tx, told)))
        .compose(
            listed ->
                listed < AT_ONCE ? Future.succeededFuture() : tell(happening, account, status));
  }

  /** {@code account.created}, of whoever is new: one job for all of them. */
  Future<Void> signUps(Job job) {
    return database.transaction(
        tx ->
            staff
                .staff(tx, 0, AT_ONCE)
                .compose(
                    members ->
                        jobs.enqueue(
                            tx, members.stream().map(NotificationJobs::signUpsFor).toList())));
  }

  /** {@code notifications.sign-ups-for {staff}}. */
  Future<Void> signUpsFor(Job job) {
    return tell(Happening.SIGN_UP, job.args().getLong("staff"), null);
  }

  /** {@code report.created {report, account, target}}, told to all staff but its author. */
  Future<Void> report(Job job) {
    JsonObject report = job.args();
    return database.transaction(
        tx ->
            staff
                .staff(tx, 0, AT_ONCE)
                .compose(members -> report(tx, report, members))
                .compose(told -> announcer.announce(tx, told))
                .mapEmpty());
  }

  private Future<List<Told>> report(
      org.flashcrowd.db.Sql tx, JsonObject report, List<Long> members) {
    return staff.report(
        tx, report.getLong("report"), report.getLong("account"), members, fresh(members.size()));
  }

  /** {@code account.warned {warning, account, told}}, in the name of whoever is warned. */
  Future<Void> warned(Job job) {
    JsonObject args = job.args();
    if (!args.getBoolean("told", false)) {
      return Future.succeededFuture();
    }
    return database.transaction(
        tx ->
            repository
                .warned(tx, ids.next(), args.getLong("account"), args.getLong("warning"))
                .compose(told -> announcer.announce(tx, told))
                .mapEmpty());
  }

  private Long[] fresh(int count) {
    return Stream.generate(ids::next).limit(count).toArray(Long[]::new);
  }
}
