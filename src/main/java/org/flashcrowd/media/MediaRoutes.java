package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Upload;

/** Uploads. What is said of them later is changed with the posts that show them. */
final class MediaRoutes implements RouteSource {
  private final Media media;

  MediaRoutes(Media media) {
    this.media = media;
  }

  @Override
  public void declare(Routes routes) {
    Access access = Access.account("write:media");
    Access uploading = access.limited(Access.Limit.MEDIA);
    routes
        .upload(HttpMethod.POST, "/api/v2/media", uploading, this::create)
        .upload(HttpMethod.POST, "/api/v1/media", uploading, this::createAtOnce)
        .get("/api/v1/media/:id", access, this::show)
        .delete("/api/v1/media/:id", access, this::delete);
  }

  private Future<Reply> create(Request request) {
    return receive(request).map(photo -> Reply.json(202, media.view(photo)));
  }

  /** Apps that still call this one take any status but 200 for a failure, and never ask again. */
  private Future<Reply> createAtOnce(Request request) {
    return receive(request).map(photo -> Reply.json(200, media.view(photo)));
  }

  private Future<Photo> receive(Request request) {
    Upload file =
        request
            .upload("file")
            .orElseThrow(() -> Failure.invalid("file", "ERR_BLANK", "can't be blank"));
    return media.receive(file, request.account(), media.description(request.params()));
  }

  private Future<Reply> show(Request request) {
    return media.own(request.params().id("id"), request.account()).map(this::shown);
  }

  private Reply shown(Photo photo) {
    return switch (photo.progress().state()) {
      case PROCESSING -> Reply.json(206, media.view(photo));
      case READY -> Reply.json(200, media.view(photo));
      case FAILED -> {
        String reason = photo.progress().failure();
        throw Failure.invalid("file", "ERR_INVALID", reason == null ? "is invalid" : reason);
      }
    };
  }

  private Future<Reply> delete(Request request) {
    return media
        .discard(request.params().id("id"), request.account())
        .map(done -> Reply.json(new Nothing()));
  }

  /** The empty object that the reference answers. */
  private record Nothing() {}
}
