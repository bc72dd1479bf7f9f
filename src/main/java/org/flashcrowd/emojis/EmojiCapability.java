package org.flashcrowd.emojis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.media.SmallPictures;

/** What custom emojis offer to the rest of the server. */
public record EmojiCapability(Emojis emojis, List<RouteSource> routes) {
  /** Completes when the emojis have been read. */
  public static Future<EmojiCapability> start(
      Vertx vertx, Config config, Database database, Channels channels) {
    Emojis emojis = new Emojis();
    SmallPictures pictures = pictures(vertx, config);
    EmojiRefresh refresh =
        new EmojiRefresh(vertx, database, pictures, config.publicUrl().toString(), emojis);
    return refresh
        .start(channels)
        .map(
            started ->
                new EmojiCapability(emojis, List.of(new EmojiRoutes(emojis), pictures.routes())));
  }

  static SmallPictures pictures(Vertx vertx, Config config) {
    return SmallPictures.named(vertx, config, "emojis");
  }
}
