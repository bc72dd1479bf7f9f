package org.flashcrowd.portability;

import static io.vertx.core.Future.await;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.Originals;
import org.flashcrowd.media.Photo;
import org.flashcrowd.media.PictureFile;
import org.flashcrowd.media.Purpose;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;

/**
 * Writes the archive of an account into a file, a page of posts and one picture at a time. For
 * virtual threads: it waits.
 */
final class Archivist {
  private static final int PAGE = 40;
  private static final Query POSTS =
      Query.named(
          "portability.posts",
          """
          SELECT id FROM status
           WHERE account_id = $1 AND id > $2 AND deleted_at IS NULL ORDER BY id LIMIT $3
          """);

  private final Database database;
  private final Accounts accounts;
  private final Statuses statuses;
  private final Media media;
  private final Originals originals;
  private final OwnLists.Place place;

  Archivist(
      Database database,
      Accounts accounts,
      Statuses statuses,
      Media media,
      Originals originals,
      OwnLists.Place place) {
    this.database = database;
    this.accounts = accounts;
    this.statuses = statuses;
    this.media = media;
    this.originals = originals;
    this.place = place;
  }

  /**
   * Writes everything.
   *
   * @param spaceLeft called before each picture; throws where there is no room for more
   */
  void write(long account, Path file, Runnable spaceLeft) throws IOException {
    try (Archive archive = new Archive(file)) {
      profile(archive, account);
      posts(archive, account);
      for (OwnLists list : OwnLists.ALL) {
        list(archive, account, list);
      }
      pictures(archive, account, spaceLeft);
    }
  }

  private void profile(Archive archive, long account) throws IOException {
    archive.begin("profile.json");
    archive.write(Json.write(await(accounts.view(account))).getBytes());
    archive.end();
  }

  /** Each post as the API answers it, oldest first, one a line. */
  private void posts(Archive archive, long account) throws IOException {
    archive.begin("posts.json");
    archive.write("[");
    String between = "\n";
    for (List<Long> ids = page(account, 0); !ids.isEmpty(); ids = page(account, ids.getLast())) {
      for (StatusView post : await(statuses.views(account, ids))) {
        archive.write(between);
        archive.write(Json.write(post).getBytes());
        between = ",\n";
      }
    }
    archive.write("\n]\n");
    archive.end();
  }

  private List<Long> page(long account, long after) {
    return await(
        database.replica(account).list(POSTS, row -> row.getLong("id"), account, after, PAGE));
  }

  private void list(Archive archive, long account, OwnLists list) throws IOException {
    archive.begin(list.file());
    archive.write(list.header());
    long after = 0;
    for (boolean last = false; !last; ) {
      OwnLists.Part part = await(list.part(database.primary(), account, after, place));
      archive.write(part.lines());
      after = part.after();
      last = part.last();
    }
    archive.end();
  }

  private void pictures(Archive archive, long account, Runnable spaceLeft) throws IOException {
    Account owner = await(accounts.byId(account)).orElseThrow();
    Set<Long> shown = new HashSet<>();
    Stream.of(owner.profile().avatarMediaId(), owner.profile().headerMediaId())
        .forEach(
            id -> {
              if (id != null) {
                shown.add(id);
              }
            });
    for (Photo photo : await(media.byIds(shown)).values()) {
      add(archive, photo, photo.purpose() == Purpose.AVATAR ? "avatar" : "header", spaceLeft);
    }
    for (List<Long> ids = page(account, 0); !ids.isEmpty(); ids = page(account, ids.getLast())) {
      for (List<Photo> photos : await(media.photosOf(ids)).values()) {
        for (Photo photo : photos) {
          add(archive, photo, "media/" + photo.id(), spaceLeft);
        }
      }
    }
  }

  private void add(Archive archive, Photo photo, String name, Runnable spaceLeft)
      throws IOException {
    PictureFile original = photo.pictures().original();
    if (original == null) {
      return;
    }
    spaceLeft.run();
    String extension = original.file().substring(original.file().lastIndexOf('.'));
    try {
      await(
          originals.withLocal(
              photo.pictures().key(), original, file -> copy(archive, name + extension, file)));
    } catch (UncheckedIOException full) {
      throw full.getCause();
    } catch (RuntimeException failure) {
      if (!(failure.getCause() instanceof NoSuchFileException)) {
        throw failure;
      }
    }
  }

  private static Future<Boolean> copy(Archive archive, String name, Path file) {
    try {
      archive.copy(name, file);
      return Future.succeededFuture(true);
    } catch (IOException failure) {
      return Future.failedFuture(new UncheckedIOException(failure));
    }
  }
}
