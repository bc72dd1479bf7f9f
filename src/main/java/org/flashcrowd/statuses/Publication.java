package org.flashcrowd.statuses;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.accounts.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * A post or boost at the moment in which the world hears of it, or that it is gone.
 *
 * @param tags the names of its tags; null where nobody has looked
 */
record Publication(
    long status,
    long account,
    Visibility visibility,
    @Nullable Long reblogOf,
    @Nullable Long inReplyTo,
    List<Long> mentions,
    @Nullable List<String> tags) {

  /** One of which is not known here whether it mentions anybody and which tags it has. */
  Publication(
      long status,
      long account,
      Visibility visibility,
      @Nullable Long reblogOf,
      @Nullable Long inReplyTo) {
    this(status, account, visibility, reblogOf, inReplyTo, List.of(), null);
  }

  Publication mentioning(List<Long> accounts) {
    return new Publication(status, account, visibility, reblogOf, inReplyTo, accounts, tags);
  }

  Publication tagged(List<String> names) {
    return new Publication(status, account, visibility, reblogOf, inReplyTo, mentions, names);
  }

  /**
   * The arguments of {@code status.published} and {@code status.deleted}; {@code tags} only where
   * they are known.
   */
  JsonObject args() {
    JsonObject args =
        new JsonObject()
            .put("status", status)
            .put("account", account)
            .put("visibility", visibility.wire())
            .put("reblog_of", reblogOf)
            .put("in_reply_to", inReplyTo)
            .put("mentions", new JsonArray(List.copyOf(mentions)));
    return tags == null ? args : args.put("tags", new JsonArray(List.copyOf(tags)));
  }
}
