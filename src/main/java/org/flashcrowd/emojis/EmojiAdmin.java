package org.flashcrowd.emojis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.Failure;
import org.flashcrowd.media.SmallPictures;
import org.jspecify.annotations.Nullable;

/** What an operator does with custom emojis; every node shows it at once. */
public final class EmojiAdmin {
  private static final Pattern SHORTCODE = Pattern.compile("[A-Za-z0-9_]{2,50}");
  private static final int CATEGORY = 100;

  private final Database database;
  private final SmallPictures pictures;

  public EmojiAdmin(Vertx vertx, Config config, Database database) {
    this.database = database;
    this.pictures = EmojiCapability.pictures(vertx, config);
  }

  /** One emoji, as a list shows it. */
  public record Entry(String shortcode, @Nullable String category) {}

  public Future<List<Entry>> list() {
    return EmojiRepository.all(database.primary())
        .map(all -> all.stream().map(one -> new Entry(one.shortcode(), one.category())).toList());
  }

  /**
   * Adds an emoji.
   *
   * @return fails with 422 when the shortcode is taken or none, or the picture is none to be used
   */
  public Future<Void> add(String shortcode, Path picture, @Nullable String category) {
    if (!SHORTCODE.matcher(shortcode).matches()) {
      throw Failure.unprocessable("a shortcode has 2 to 50 letters, digits and underscores");
    }
    if (category != null && (category.isBlank() || category.length() > CATEGORY)) {
      throw Failure.unprocessable("a category has 1 to " + CATEGORY + " characters");
    }
    return pictures.add(picture).compose(kept -> insert(shortcode, kept, category));
  }

  private Future<Void> insert(
      String shortcode, SmallPictures.Kept picture, @Nullable String category) {
    EmojiRepository.Stored emoji = new EmojiRepository.Stored(shortcode, picture, category);
    return database
        .transaction(
            tx ->
                EmojiRepository.lockedCount(tx)
                    .map(EmojiAdmin::checkRoom)
                    .compose(room -> EmojiRepository.insert(tx, emoji))
                    .map(inserted -> checkFree(inserted, shortcode)))
        .recover(
            failure ->
                pictures.delete(picture.key()).transform(gone -> Future.failedFuture(failure)))
        .mapEmpty();
  }

  private static long checkRoom(long count) {
    if (count >= EmojiRepository.MOST) {
      throw Failure.unprocessable("there are " + EmojiRepository.MOST + " already");
    }
    return count;
  }

  private static boolean checkFree(boolean inserted, String shortcode) {
    if (!inserted) {
      throw Failure.unprocessable(":" + shortcode + ": is there already");
    }
    return true;
  }

  /** Removes an emoji and its files; 404 when there is none. */
  public Future<Void> remove(String shortcode) {
    return EmojiRepository.delete(database.primary(), shortcode)
        .map(key -> key.orElseThrow(Failure::notFound))
        .compose(pictures::delete);
  }
}
