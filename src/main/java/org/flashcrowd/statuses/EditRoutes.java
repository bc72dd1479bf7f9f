package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.media.Description;
import org.flashcrowd.media.Media;

/** Changing a post, and what it was before. */
final class EditRoutes implements RouteSource {
  private final Edits edits;
  private final Histories histories;
  private final Statuses statuses;
  private final Media media;

  EditRoutes(Edits edits, Histories histories, Statuses statuses, Media media) {
    this.edits = edits;
    this.histories = histories;
    this.statuses = statuses;
    this.media = media;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .put("/api/v1/statuses/:id", Access.account("write:statuses"), this::edit)
        .shared("/api/v1/statuses/:id/history", Access.optional("read:statuses"), this::history);
  }

  private Future<Reply> edit(Request request) {
    Edit edit = edit(request.account(), request.params());
    return edits
        .edit(edit)
        .compose(edited -> statuses.view(edit.account(), edit.status()))
        .map(Reply::json);
  }

  private Edit edit(long account, Params params) {
    StatusRoutes.refusePoll(params);
    List<Long> photos = StatusRoutes.media(params);
    return new Edit(
        account,
        params.id("id"),
        StatusRoutes.words(params),
        params.flag("sensitive", false),
        photos,
        descriptions(params, photos));
  }

  private Map<Long, Description> descriptions(Params params, List<Long> photos) {
    Map<Long, Description> descriptions = new HashMap<>();
    for (Params one : params.objects("media_attributes")) {
      for (long id : one.ids("id")) {
        if (photos.contains(id)) {
          descriptions.put(id, media.description(one));
        }
      }
    }
    return descriptions;
  }

  private Future<Reply> history(Request request) {
    return histories.of(request.viewer(), request.params().id("id")).map(Reply::json);
  }
}
