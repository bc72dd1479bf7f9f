package org.flashcrowd.media;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a photo stands in its row. */
final class PhotoRow {
  private PhotoRow() {}

  static Photo photo(Row row) {
    return new Photo(
        row.getLong("id"),
        row.getLong("account_id"),
        row.getLong("status_id"),
        Purpose.of(row.getString("purpose")),
        new Photo.Progress(state(row), row.getString("failure")),
        new Photo.Caption(row.getString("description"), focus(row)),
        new Photo.Pictures(
            row.getString("key"),
            row.getInteger("width"),
            row.getInteger("height"),
            file(row.getJsonObject("original")),
            files(row.getJsonArray("renditions")),
            row.getString("blurhash"),
            row.getString("colour")));
  }

  static Photo.State state(Row row) {
    return Photo.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
  }

  static MediaRepository.Taken taken(Row row) {
    return new MediaRepository.Taken(row.getLong("status_id"));
  }

  private static @Nullable Focus focus(Row row) {
    Float x = row.getFloat("focus_x");
    Float y = row.getFloat("focus_y");
    // By way of its text: 0.7 as a float is 0.699999988 as a double.
    return x == null || y == null
        ? null
        : new Focus(Double.parseDouble(x.toString()), Double.parseDouble(y.toString()));
  }

  private static List<PictureFile> files(JsonArray stored) {
    return stored.stream().map(JsonObject.class::cast).map(PhotoRow::read).toList();
  }

  private static @Nullable PictureFile file(@Nullable JsonObject stored) {
    return stored == null ? null : read(stored);
  }

  private static PictureFile read(JsonObject stored) {
    return new PictureFile(
        stored.getString("name"),
        stored.getString("file"),
        stored.getString("type"),
        stored.getInteger("width"),
        stored.getInteger("height"),
        stored.getLong("bytes"));
  }

  static JsonObject json(PictureFile file) {
    return new JsonObject()
        .put("name", file.name())
        .put("file", file.file())
        .put("type", file.contentType())
        .put("width", file.width())
        .put("height", file.height())
        .put("bytes", file.bytes());
  }
}
