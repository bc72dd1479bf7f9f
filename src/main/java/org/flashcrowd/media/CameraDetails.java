package org.flashcrowd.media;

import io.vertx.core.json.JsonObject;
import org.flashcrowd.media.image.ImageDetails;
import org.jspecify.annotations.Nullable;

/** How a photo was taken, as it stands in its row: what is not known is left out. */
final class CameraDetails {
  private CameraDetails() {}

  static JsonObject json(ImageDetails details) {
    JsonObject json = new JsonObject();
    put(json, "make", details.make());
    put(json, "model", details.model());
    put(json, "lens", details.lens());
    put(json, "exposure", details.exposure());
    put(json, "aperture", details.aperture());
    put(json, "iso", details.iso());
    put(json, "focal_length", details.focalLength());
    put(json, "taken_at", details.takenAt() == null ? null : details.takenAt().toString());
    return json;
  }

  private static void put(JsonObject json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
