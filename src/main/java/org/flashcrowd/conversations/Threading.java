package org.flashcrowd.conversations;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.Stream;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.live.Live;

/** Puts direct posts into the conversations of everybody who is in them, and takes them out. */
final class Threading {
  static final JobKind ENTER =
      kind("conversations.enter")
          .on("status.published")
          .on("status.edited")
          .when(post -> isDirect(post) && !mentionsNobodyAnew(post));
  static final JobKind LEAVE =
      kind("conversations.leave").on("status.deleted").when(Threading::isDirect);

  private final Database database;
  private final Ids ids;
  private final Live live;
  private final ConversationRepository repository;

  Threading(Database database, Ids ids, Live live, ConversationRepository repository) {
    this.database = database;
    this.ids = ids;
    this.live = live;
    this.repository = repository;
  }

  private static JobKind kind(String name) {
    return JobKind.named(name, Role.NOTIFY).timeout(Duration.ofSeconds(30));
  }

  /**
   * {@code status.published {status, visibility, mentions}}; {@code status.edited}, which also says
   * who is {@code mentioned} anew, concerns nobody else.
   */
  Future<Void> enter(Job job) {
    JsonArray anew = job.args().getJsonArray("mentioned");
    // Nodes of an older version leave jobs for every post.
    if (!isDirect(job.args()) || mentionsNobodyAnew(job.args())) {
      return Future.succeededFuture();
    }
    int people = 1 + job.args().getJsonArray("mentions", new JsonArray()).size();
    Long[] fresh = Stream.generate(ids::next).limit(people).toArray(Long[]::new);
    return repository
        .enter(
            database.primary(),
            job.args().getLong("status"),
            fresh,
            anew == null ? null : anew.stream().map(id -> ((Number) id).longValue()).toList())
        .onSuccess(entered -> entered.forEach(this::publish))
        .mapEmpty();
  }

  private static boolean isDirect(JsonObject post) {
    return "direct".equals(post.getString("visibility"));
  }

  private static boolean mentionsNobodyAnew(JsonObject post) {
    JsonArray anew = post.getJsonArray("mentioned");
    return anew != null && anew.isEmpty();
  }

  private void publish(Conversation one) {
    live.publish(
        Live.account(one.account()),
        "conversation",
        new JsonObject().put("conversation", one.id()));
  }

  /** {@code status.deleted {status, visibility}}. */
  Future<Void> leave(Job job) {
    return repository.leave(database.primary(), job.args().getLong("status"));
  }
}
