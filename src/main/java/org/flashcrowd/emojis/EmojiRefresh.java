package org.flashcrowd.emojis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.media.SmallPictures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a node's {@link Emojis} as they are in the database. */
final class EmojiRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(EmojiRefresh.class);
  private static final String CHANNEL = "emoji";
  private static final long RETRY_MILLIS = 5_000;

  private final Vertx vertx;
  private final Database database;
  private final SmallPictures pictures;
  private final String publicUrl;
  private final Emojis emojis;
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong shown = new AtomicLong();

  EmojiRefresh(
      Vertx vertx, Database database, SmallPictures pictures, String publicUrl, Emojis emojis) {
    this.vertx = vertx;
    this.database = database;
    this.pictures = pictures;
    this.publicUrl = publicUrl;
    this.emojis = emojis;
  }

  /** Listens first, so that no change is missed between the two. */
  Future<Void> start(Channels channels) {
    channels.listen(CHANNEL, changed -> refresh());
    channels.onGap(CHANNEL, this::refresh);
    return load();
  }

  private void refresh() {
    load()
        .onFailure(
            failure -> {
              LOG.warn("emojis not read again yet: {}", failure.getMessage());
              long pause = RETRY_MILLIS / 2 + ThreadLocalRandom.current().nextLong(RETRY_MILLIS);
              vertx.setTimer(pause, due -> refresh());
            });
  }

  private Future<Void> load() {
    long turn = asked.incrementAndGet();
    return EmojiRepository.all(database.primary())
        .onSuccess(all -> show(turn, all.stream().map(this::view).toList()))
        .mapEmpty();
  }

  /** An answer that was overtaken by a later one is not shown. */
  private synchronized void show(long turn, List<EmojiView> loaded) {
    if (turn > shown.get()) {
      shown.set(turn);
      emojis.replace(loaded);
    }
  }

  private EmojiView view(EmojiRepository.Stored emoji) {
    SmallPictures.Kept picture = emoji.picture();
    return new EmojiView(
        emoji.shortcode(),
        publicUrl + pictures.path(picture.key(), picture.file()),
        publicUrl + pictures.path(picture.key(), picture.still()),
        /* visibleInPicker= */ true,
        emoji.category());
  }
}
