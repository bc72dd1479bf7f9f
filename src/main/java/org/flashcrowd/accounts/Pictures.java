package org.flashcrowd.accounts;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Upload;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.Photo;
import org.flashcrowd.media.Purpose;
import org.jspecify.annotations.Nullable;

/** Avatars and headers, which media keeps. */
final class Pictures {
  private static final String AVATAR_RENDITION = "thumbnail";
  private static final String HEADER_RENDITION = "large";

  private final Media media;

  Pictures(Media media) {
    this.media = media;
  }

  /** URLs by media id, of those that are ready; in one query, or none when nobody has any. */
  static Future<Map<Long, String>> urls(@Nullable Media media, List<ShownAccount> accounts) {
    Set<Long> ids = new TreeSet<>();
    accounts.forEach(shown -> ids.addAll(of(shown.account().profile())));
    return media == null || ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : media.byIds(ids).map(photos -> urls(media, photos));
  }

  private static Map<Long, String> urls(Media media, Map<Long, Photo> photos) {
    Map<Long, String> urls = HashMap.newHashMap(photos.size());
    photos.forEach((id, photo) -> url(media, photo).ifPresent(url -> urls.put(id, url)));
    return urls;
  }

  private static Optional<String> url(Media media, Photo photo) {
    String rendition = photo.purpose() == Purpose.HEADER ? HEADER_RENDITION : AVATAR_RENDITION;
    return photo.ready() ? media.urls().rendition(photo, rendition) : Optional.empty();
  }

  /** The media ids of a profile. */
  static Collection<Long> of(Account.Profile profile) {
    Set<Long> ids = new TreeSet<>();
    Long avatar = profile.avatarMediaId();
    if (avatar != null) {
      ids.add(avatar);
    }
    Long header = profile.headerMediaId();
    if (header != null) {
      ids.add(header);
    }
    return ids;
  }

  /** Takes an upload in and answers its media id; empty where none was sent. */
  Future<Optional<Long>> receive(Optional<Upload> upload, long account, Purpose purpose) {
    return upload
        .map(file -> media.receive(file, account, purpose).map(photo -> Optional.of(photo.id())))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  /** Deletes pictures that nobody shows any more. */
  Future<Void> delete(Sql tx, Collection<Long> ids) {
    return ids.isEmpty() ? Future.succeededFuture() : media.deleteProfile(tx, ids);
  }
}
