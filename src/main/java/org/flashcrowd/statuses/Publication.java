package org.flashcrowd.statuses;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.accounts.Visibility;
import org.jspecify.annotations.Nullable;

/** A post or boost at the moment in which the world hears of it, or that it is gone. */
record Publication(
    long status,
    long account,
    Visibility visibility,
    @Nullable Long reblogOf,
    @Nullable Long inReplyTo,
    List<Long> mentions) {

  Publication mentioning(List<Long> accounts) {
    return new Publication(status, account, visibility, reblogOf, inReplyTo, accounts);
  }

  /** The arguments of {@code status.published} and {@code status.deleted}. */
  JsonObject args() {
    return new JsonObject()
        .put("status", status)
        .put("account", account)
        .put("visibility", visibility.wire())
        .put("reblog_of", reblogOf)
        .put("in_reply_to", inReplyTo)
        .put("mentions", new JsonArray(List.copyOf(mentions)));
  }
}
