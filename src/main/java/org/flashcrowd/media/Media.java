package org.flashcrowd.media;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Upload;
import org.flashcrowd.jobs.Jobs;

/** The rules of photos: who may attach, describe and delete them, and what others see of them. */
public final class Media {
  /**
   * What a post has taken.
   *
   * @param count how many photos
   * @param allReady false while one is still processing
   */
  public record Attached(int count, boolean allReady) {}

  private final Database database;
  private final Jobs jobs;
  private final MediaRepository repository;
  private final MediaIntake intake;
  private final MediaUrls urls;
  private final Config.Media settings;

  Media(
      Database database,
      Jobs jobs,
      MediaRepository repository,
      MediaIntake intake,
      MediaUrls urls,
      Config.Media settings) {
    this.database = database;
    this.jobs = jobs;
    this.repository = repository;
    this.intake = intake;
    this.urls = urls;
    this.settings = settings;
  }

  /**
   * Takes an upload in and has it processed. It is stored for good once the future completes; a
   * refused one (422, or 507 for want of room) leaves nothing behind.
   */
  public Future<Photo> receive(Upload upload, long account, Purpose purpose) {
    return intake.receive(upload, account, purpose, Photo.Caption.NONE);
  }

  Future<Photo> receive(Upload upload, long account, Description description) {
    return intake.receive(upload, account, Purpose.POST, description.caption());
  }

  /** Photos by their id; those that do not exist are left out. */
  public Future<Map<Long, Photo>> byIds(Collection<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : repository
            .byIds(database.primary(), Set.copyOf(ids))
            .map(photos -> photos.stream().collect(Collectors.toMap(Photo::id, photo -> photo)));
  }

  /** The photos of posts, each post's in its order; a post without photos is left out. */
  public Future<Map<Long, List<Photo>>> photosOf(Collection<Long> statuses) {
    return statuses.isEmpty()
        ? Future.succeededFuture(Map.of())
        : repository.ofStatuses(database.primary(), Set.copyOf(statuses)).map(Media::byStatus);
  }

  private static Map<Long, List<Photo>> byStatus(List<Photo> photos) {
    Map<Long, List<Photo>> found = new LinkedHashMap<>();
    for (Photo photo : photos) {
      Long status = photo.status();
      if (status != null) {
        found.computeIfAbsent(status, id -> new ArrayList<>(4)).add(photo);
      }
    }
    return found;
  }

  /** {@link #photosOf}, as apps see them. */
  public Future<Map<Long, List<MediaView>>> ofStatuses(Collection<Long> statuses) {
    return photosOf(statuses)
        .map(
            found ->
                found.entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            Map.Entry::getKey,
                            photos -> photos.getValue().stream().map(this::view).toList())));
  }

  public MediaView view(Photo photo) {
    return MediaView.of(photo, urls);
  }

  /** Where a photo's files are, for pages. */
  public MediaUrls urls() {
    return urls;
  }

  /** A photo of this account, whatever its state; 404 when there is none. */
  public Future<Photo> own(long id, long account) {
    return repository
        .byId(database.primary(), id)
        .map(
            found ->
                found
                    .filter(photo -> photo.account() == account)
                    .filter(photo -> photo.purpose() == Purpose.POST)
                    .orElseThrow(Failure::notFound));
  }

  /**
   * Changes what is said of a photo that waits for its post; a post's photos change with it.
   *
   * @return empty when the account has no such photo that waits
   */
  public Future<Optional<Photo>> describe(long id, long account, Description change) {
    return repository.describe(database.primary(), id, account, change);
  }

  /**
   * What a call says about a photo.
   *
   * @throws Failure 422 when it is not acceptable
   */
  public Description description(Params params) {
    return Description.of(params, settings.descriptionMax());
  }

  /** Changes what is said of a post's photos; others' and those that it does not have stay. */
  public Future<Void> describe(Sql tx, long status, Map<Long, Description> changes) {
    return changes.isEmpty()
        ? Future.succeededFuture()
        : repository.describeAttached(tx, status, changes);
  }

  /** Why a photo that was to be unattached was not found. */
  private Future<Void> attached(long id, long account) {
    return own(id, account)
        .compose(
            photo ->
                Future.failedFuture(
                    Failure.unprocessable("Media attachment is currently used by a status")));
  }

  /** Deletes a photo that waits for its post. */
  Future<Void> discard(long id, long account) {
    return database
        .transaction(
            tx ->
                repository
                    .deleteUnattached(tx, id, account)
                    .compose(key -> removeFiles(tx, key.stream().toList()).map(key.isPresent())))
        .compose(deleted -> deleted ? Future.succeededFuture() : attached(id, account));
  }

  /**
   * Gives photos to a post, in this order, in place of those it had. They stay as they are until
   * {@code tx} commits; whoever else wants one of them waits. A photo that becomes ready later is
   * announced with its post.
   *
   * @throws Failure in the future: 422 when one of them is another's, attached elsewhere or failed,
   *     or when there are too many
   */
  public Future<Attached> attach(Sql tx, long account, long status, List<Long> ids) {
    Set<Long> wanted = new LinkedHashSet<>(ids);
    if (wanted.isEmpty()) {
      return Future.succeededFuture(new Attached(0, true));
    }
    if (wanted.size() > settings.attachmentsPerStatus()) {
      return Future.failedFuture(
          Failure.unprocessable(
              "Cannot attach more than " + settings.attachmentsPerStatus() + " photos"));
    }
    return repository
        .attach(tx, account, status, wanted)
        .compose(
            states ->
                states.size() == wanted.size()
                    ? Future.succeededFuture(attached(states))
                    : refuse(tx, account, wanted));
  }

  private static Attached attached(List<Photo.State> states) {
    return new Attached(
        states.size(), states.stream().allMatch(state -> state == Photo.State.READY));
  }

  private Future<Attached> refuse(Sql tx, long account, Set<Long> wanted) {
    return repository
        .byIds(tx, wanted)
        .map(
            found -> {
              Set<Long> missing = new TreeSet<>(wanted);
              found.stream()
                  .filter(photo -> photo.account() == account)
                  .forEach(photo -> missing.remove(photo.id()));
              for (Photo photo : found) {
                if (photo.account() == account && photo.progress().failure() != null) {
                  throw Failure.unprocessable(
                      "Media %d could not be processed: %s"
                          .formatted(photo.id(), photo.progress().failure()));
                }
              }
              throw Failure.unprocessable(
                  missing.isEmpty()
                      ? "A photo is already attached to another status"
                      : "Media not found: " + ids(missing));
            });
  }

  private static String ids(Set<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Lets go of a post's photos except these; the sweeper deletes what nobody attaches again. */
  public Future<Void> detach(Sql tx, long status, Collection<Long> keep) {
    return repository.detach(tx, status, keep).mapEmpty();
  }

  /** Gives one post's photos to another that has none, in their order. */
  public Future<Void> handOver(Sql tx, long from, long to) {
    return repository.handOver(tx, from, to).mapEmpty();
  }

  /** Deletes a post's photos; their files go once {@code tx} has committed. */
  public Future<Void> delete(Sql tx, long status) {
    return repository.deleteOfStatus(tx, status).compose(keys -> removeFiles(tx, keys));
  }

  /** Deletes avatars and headers that were replaced; files go once {@code tx} has committed. */
  public Future<Void> deleteProfile(Sql tx, Collection<Long> ids) {
    return repository.deleteProfile(tx, ids).compose(keys -> removeFiles(tx, keys));
  }

  /**
   * Deletes pictures of an account that is leaving, whatever they are for; their files go once
   * {@code tx} has committed.
   *
   * @return how many, {@code most} of them at once
   */
  public Future<Integer> deleteOfAccount(Sql tx, long account, int most) {
    return repository
        .deleteOfAccount(tx, account, most)
        .compose(keys -> removeFiles(tx, keys).map(keys.size()));
  }

  private Future<Void> removeFiles(Sql tx, List<String> keys) {
    return keys.isEmpty() ? Future.succeededFuture() : jobs.enqueue(tx, MediaJobs.remove(keys));
  }
}
