package org.flashcrowd.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;

/** Works out the settings whose default follows from the machine or from another setting. */
final class DerivedDefaults {
  private final ObjectNode settings;

  private DerivedDefaults(ObjectNode settings) {
    this.settings = settings;
  }

  static void apply(ObjectNode settings, int cores) {
    DerivedDefaults derived = new DerivedDefaults(settings);
    derived.whenZero("/instances", "http", cores);
    derived.whenZero("/instances", "image", Math.max(1, cores - 1));
    derived.whenZero("/instances", "feed", 1);
    derived.whenZero("/instances", "notification", 1);
    derived.whenZero("/instances", "password", Math.max(1, cores / 2));
    derived.whenZero("/workers", "image", "/instances/image");
    derived.whenZero("/workers", "password", "/instances/password");
    derived.whenZero("/workers", "feed", "/instances/feed");
    derived.whenZero("/workers", "notification", "/instances/notification");
    derived.whenZero("/auth/argon2", "concurrency", "/workers/password");
    if (settings.at("/drain") instanceof ObjectNode drain
        && drain.path("notice").asText().isEmpty()) {
      drain.put("notice", settings.at("/database/uri").asText().isEmpty() ? "0s" : "5s");
    }
    if (settings.path("public_url").asText("?").isEmpty()) {
      settings.put("public_url", "http://localhost:" + settings.at("/http/port").asText());
    }
    if (settings.at("/mail") instanceof ObjectNode mail && mail.path("from").asText().isEmpty()) {
      mail.put("from", "noreply@" + host(settings.path("public_url").asText()));
    }
    if (settings.at("/media") instanceof ObjectNode media
        && media.path("directory").asText().isEmpty()) {
      media.put("directory", settings.path("data_dir").asText() + "/media");
    }
  }

  /** A URL that is none is reported where it is bound. */
  private static String host(String url) {
    try {
      String host = new URI(url).getHost();
      return host == null ? "localhost" : host;
    } catch (URISyntaxException malformed) {
      return "localhost";
    }
  }

  private void whenZero(String section, String key, int value) {
    if (isZero(section, key) && settings.at(section) instanceof ObjectNode keys) {
      keys.put(key, value);
    }
  }

  private void whenZero(String section, String key, String other) {
    if (isZero(section, key) && settings.at(section) instanceof ObjectNode keys) {
      keys.set(key, settings.at(other));
    }
  }

  private boolean isZero(String section, String key) {
    JsonNode value = settings.at(section).path(key);
    return value.isValueNode() && value.asText().equals("0");
  }
}
