package org.flashcrowd.web;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The few files that pages need. Each is served under a name that carries the hash of its content,
 * so that a browser keeps it for good and still gets the new one after an update.
 */
public final class Assets {
  private static final Map<String, String> TYPES =
      Map.of("css", "text/css; charset=utf-8", "svg", "image/svg+xml");

  /** A file and the type it is served as. */
  record Asset(String contentType, Buffer content) {}

  private final Map<String, Asset> byUrlName = new HashMap<>();
  private final Map<String, String> urls = new HashMap<>();

  /** Reads {@code names} from the resources under {@code /web}. */
  Assets(List<String> names) {
    names.forEach(this::add);
  }

  private void add(String name) {
    byte[] content = read(name);
    int dot = name.lastIndexOf('.');
    String hashed = name.substring(0, dot) + "-" + hash(content) + name.substring(dot);
    String type = TYPES.get(name.substring(dot + 1));
    if (type == null) {
      throw new IllegalArgumentException("no content type for " + name);
    }
    byUrlName.put(hashed, new Asset(type, Buffer.buffer(content)));
    urls.put(name, "/assets/" + hashed);
  }

  private static byte[] read(String name) {
    try (InputStream file = Assets.class.getResourceAsStream("/web/" + name)) {
      if (file == null) {
        throw new IllegalArgumentException("no asset " + name);
      }
      return file.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** The path under which a file is served. */
  String url(String name) {
    String url = urls.get(name);
    if (url == null) {
      throw new IllegalArgumentException("no asset " + name);
    }
    return url;
  }

  Optional<Asset> find(String urlName) {
    return Optional.ofNullable(byUrlName.get(urlName));
  }
}
