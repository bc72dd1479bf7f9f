package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.media.Description;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.Photo;

/**
 * What is said of a photo, before a post has taken it and after: then it is an edit of the post.
 */
final class PhotoRoutes implements RouteSource {
  private final Media media;
  private final Edits edits;

  PhotoRoutes(Media media, Edits edits) {
    this.media = media;
    this.edits = edits;
  }

  @Override
  public void declare(Routes routes) {
    // An upload, since it may bring a thumbnail, which is left aside.
    routes.upload(
        HttpMethod.PUT, "/api/v1/media/:id", Access.account("write:media"), this::describe);
  }

  private Future<Reply> describe(Request request) {
    long account = request.account();
    long id = request.params().id("id");
    Description said = media.description(request.params());
    return media
        .describe(id, account, said)
        .compose(
            waiting ->
                waiting
                    .map(Future::succeededFuture)
                    .orElseGet(() -> describeTaken(account, id, said)))
        .map(photo -> Reply.json(media.view(photo)));
  }

  private Future<Photo> describeTaken(long account, long id, Description said) {
    return media
        .own(id, account)
        .compose(photo -> describe(account, photo, said))
        .compose(described -> media.own(id, account));
  }

  private Future<Void> describe(long account, Photo photo, Description said) {
    Long status = photo.status();
    return status == null
        ? Future.failedFuture(Failure.notFound())
        : edits.describe(account, status, photo.id(), said);
  }
}
