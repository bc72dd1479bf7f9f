package org.flashcrowd.notifications;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.live.Live;

/**
 * Says that notifications were written: to whoever is connected once that has committed, and as the
 * topic {@code notifications.created {notifications: [id, …]}}, at most one job a transaction. Of a
 * burst that is what is listed of it; what is kept apart is not said.
 */
final class Announcer {
  private final Jobs jobs;
  private final Live live;

  Announcer(Jobs jobs, Live live) {
    this.jobs = jobs;
    this.live = live;
  }

  /** Takes what a transaction has written; answers how many that was. */
  Future<Integer> announce(Sql tx, List<Told> written) {
    List<Told> heard = written.stream().filter(told -> !told.filtered()).toList();
    if (heard.isEmpty()) {
      return Future.succeededFuture(written.size());
    }
    tx.afterCommit(() -> heard.forEach(this::publish));
    JsonArray ids = new JsonArray(heard.stream().map(Told::id).toList());
    return jobs.announce(tx, "notifications.created", new JsonObject().put("notifications", ids), 0)
        .map(written.size());
  }

  private void publish(Told told) {
    live.publish(
        Live.account(told.account()),
        "notification",
        new JsonObject().put("notification", told.id()));
  }
}
