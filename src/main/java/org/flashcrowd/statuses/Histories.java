package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.db.Database;
import org.flashcrowd.media.MediaView;
import org.flashcrowd.statuses.EditRepository.Past;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a post said before. A photo that was taken out of it is not shown in its past either:
 * whoever removes a picture wants it gone.
 */
final class Histories {
  private final Database database;
  private final Statuses statuses;
  private final StatusRepository rows;
  private final EditRepository repository;
  private final StatusRendering rendering;

  Histories(
      Database database,
      Statuses statuses,
      StatusRepository rows,
      EditRepository repository,
      StatusRendering rendering) {
    this.database = database;
    this.statuses = statuses;
    this.rows = rows;
    this.repository = repository;
    this.rendering = rendering;
  }

  /** The oldest version first; fails with 404 when the post is not there for the viewer to see. */
  Future<List<StatusEditView>> of(@Nullable Long viewer, long id) {
    return statuses
        .view(viewer, id)
        .compose(
            view -> {
              StatusView boosted = view.reblog();
              return versions(boosted == null ? view : boosted);
            });
  }

  private Future<List<StatusEditView>> versions(StatusView post) {
    long id = Long.parseLong(post.id());
    Future<List<Past>> history = repository.history(database.primary(), id);
    Future<Map<Long, List<Mention>>> mentions = rows.mentions(database.primary(), List.of(id));
    return Future.all(history, mentions)
        .map(
            loaded ->
                history.result().isEmpty()
                    ? List.of(only(post))
                    : views(post, history.result(), mentions.result().getOrDefault(id, List.of())));
  }

  private static StatusEditView only(StatusView post) {
    StatusView.Body body = post.body();
    return new StatusEditView(
        body.content(),
        body.spoilerText(),
        body.sensitive(),
        post.head().createdAt(),
        post.account(),
        body.mediaAttachments(),
        body.emojis());
  }

  private List<StatusEditView> views(StatusView post, List<Past> history, List<Mention> mentions) {
    Map<Long, MediaView> photos = new HashMap<>();
    post.body().mediaAttachments().forEach(photo -> photos.put(Long.parseLong(photo.id()), photo));
    return history.reversed().stream()
        .map(
            past ->
                new StatusEditView(
                    rendering.html(past.version().text(), mentions),
                    past.version().spoilerText(),
                    past.version().sensitive(),
                    past.since(),
                    post.account(),
                    shown(past.version(), photos),
                    rendering.emojis(past.version().spoilerText(), past.version().text())))
        .toList();
  }

  private static List<MediaView> shown(Version version, Map<Long, MediaView> photos) {
    return version.photos().stream()
        .map(caption -> shown(caption, photos.get(caption.photo())))
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable MediaView shown(Version.Caption caption, @Nullable MediaView photo) {
    String said = caption.description();
    return photo == null ? null : photo.describedAs(said.isEmpty() ? null : said);
  }
}
