package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Description;
import org.flashcrowd.media.Media;
import org.flashcrowd.statuses.EditRepository.Locked;
import org.flashcrowd.statuses.EditRepository.Note;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/**
 * Changes posts. Readers see either what a post was or all of what it is now: a published one takes
 * only photos that are ready. An edit that changes nothing leaves no trace, so that it can be sent
 * again.
 *
 * <p>A post that is not published yet has no readers and no history. It takes any photo, and goes
 * out with this edit if that leaves it nothing to wait for.
 */
final class Edits {
  private final Database database;
  private final EditRepository repository;
  private final StatusLimits limits;
  private final Publisher publisher;
  private final Media media;
  private final Jobs jobs;

  Edits(
      Database database,
      EditRepository repository,
      StatusLimits limits,
      Publisher publisher,
      Media media,
      Jobs jobs) {
    this.database = database;
    this.repository = repository;
    this.limits = limits;
    this.publisher = publisher;
    this.media = media;
    this.jobs = jobs;
  }

  /**
   * Makes a post what the edit says.
   *
   * @return fails with 404 when the account has no such post, with 422 where a limit is passed or a
   *     photo cannot be used
   */
  Future<Void> edit(Edit edit) {
    RichText text = limits.check(edit.words(), edit.media());
    return database.transaction(
        tx ->
            lock(tx, edit.account(), edit.status())
                .map(post -> post.changedBy(edit))
                .compose(change -> photos(tx, change))
                .compose(change -> write(tx, change, text)));
  }

  /**
   * Changes what is said of one photo of a post, and nothing else: an edit like any other.
   *
   * @return fails with 404 when the account has no such post, or it does not have the photo
   */
  Future<Void> describe(long account, long status, long photo, Description said) {
    return database.transaction(
        tx ->
            lock(tx, account, status)
                .map(post -> post.changedBy(post.describing(photo, said)))
                .compose(change -> photos(tx, change))
                .compose(change -> write(tx, change, RichText.parse(change.is().text()))));
  }

  /** A post that nobody else changes meanwhile, and its photos. */
  private record Before(Locked locked, List<Note> photos) {
    Change changedBy(Edit edit) {
      return new Change(locked, photos, edit, null, false);
    }

    /** All that the post is, with something else said of one of its photos. */
    Edit describing(long photo, Description said) {
      List<Long> ids = photos.stream().map(note -> note.caption().photo()).toList();
      if (!ids.contains(photo)) {
        throw Failure.notFound();
      }
      Status.Words words = locked.words();
      return new Edit(
          locked.post().account(),
          locked.post().status(),
          new NewStatus.Words(words.text(), words.spoilerText(), words.language()),
          words.sensitive(),
          ids,
          Map.of(photo, said));
    }
  }

  /**
   * An edit on its way.
   *
   * @param after null until its photos are there
   * @param ready whether they can all be shown
   */
  private record Change(
      Locked locked, List<Note> before, Edit edit, @Nullable List<Note> after, boolean ready) {
    long status() {
      return locked.post().status();
    }

    @Nullable String language() {
      String wanted = edit.words().language();
      return wanted == null ? locked.words().language() : wanted;
    }

    Version was() {
      Status.Words words = locked.words();
      return new Version(words.text(), words.spoilerText(), words.sensitive(), captions(before));
    }

    Version is() {
      return new Version(
          edit.words().text(),
          edit.words().spoilerText(),
          edit.shownAsSensitive(),
          captions(Objects.requireNonNull(after)));
    }

    boolean isNone() {
      return was().equals(is())
          && before.equals(after)
          && Objects.equals(language(), locked.words().language());
    }

    private static List<Version.Caption> captions(List<Note> notes) {
      return notes.stream().map(Note::caption).toList();
    }
  }

  private Future<Before> lock(Sql tx, long account, long status) {
    return repository
        .lock(tx, account, status)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(locked -> repository.photos(tx, status).map(photos -> new Before(locked, photos)));
  }

  private Future<Change> photos(Sql tx, Change change) {
    Edit edit = change.edit;
    return media
        .detach(tx, edit.status(), edit.media())
        .compose(detached -> media.attach(tx, edit.account(), edit.status(), edit.media()))
        .map(attached -> ready(change, attached.allReady()))
        .compose(ready -> media.describe(tx, edit.status(), edit.descriptions()).map(ready))
        .compose(
            ready ->
                repository
                    .photos(tx, edit.status())
                    .map(after -> new Change(change.locked, change.before, edit, after, ready)));
  }

  private static boolean ready(Change change, boolean allReady) {
    if (!allReady && change.locked.state() == StatusState.PUBLISHED) {
      throw Failure.unprocessable(
          "A new photo is still being processed: change the post again once it is ready");
    }
    return allReady;
  }

  private Future<Void> write(Sql tx, Change change, RichText text) {
    boolean published = change.locked.state() == StatusState.PUBLISHED;
    if (change.isNone() && (published || !change.ready)) {
      return Future.succeededFuture();
    }
    boolean edited = published && !change.was().equals(change.is());
    return repository
        .rewrite(tx, change.status(), change.is(), change.language(), edited)
        .compose(written -> edited ? remember(tx, change) : Future.succeededFuture())
        .compose(remembered -> publisher.relink(tx, change.status(), text))
        .compose(links -> published ? announce(tx, change, links) : settle(tx, change));
  }

  private Future<Void> remember(Sql tx, Change change) {
    return repository.remember(tx, change.status(), change.was(), change.is());
  }

  /** {@code mentioned}: those of the mentions who hear of the post for the first time. */
  private Future<Void> announce(Sql tx, Change change, Publisher.Links links) {
    Publication post = change.locked.post().mentioning(links.mentions());
    JsonObject args = post.args().put("mentioned", new JsonArray(List.copyOf(links.added())));
    return jobs.announce(tx, "status.edited", args, post.account());
  }

  private Future<Void> settle(Sql tx, Change change) {
    return change.ready
        ? publisher.release(tx, change.locked.post())
        : publisher.hold(tx, change.status());
  }
}
