package org.flashcrowd.push;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;

/**
 * How push services know this server (VAPID, RFC 8292): one pair of keys, made by the first node
 * that starts and kept in the database, since every subscription is bound to it.
 */
public final class VapidKeys {
  // Services refuse more than a day.
  private static final Duration VALID = Duration.ofHours(12);
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private static final Query READ =
      Query.named("push.vapid", "SELECT public_key, private_key FROM vapid_key");
  private static final Query KEEP =
      Query.named(
          "push.keep-vapid",
          """
          INSERT INTO vapid_key (public_key, private_key) VALUES ($1, $2)
          ON CONFLICT DO NOTHING
          """);

  private final byte[] publicKey;
  private final PrivateKey privateKey;

  VapidKeys(byte[] publicKey, PrivateKey privateKey) {
    this.publicKey = publicKey.clone();
    this.privateKey = privateKey;
  }

  /** Reads the pair, or makes one where there is none; all nodes get the same. */
  public static Future<VapidKeys> load(Database database) {
    return database
        .primary()
        .first(READ, VapidKeys::of)
        .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> make(database)));
  }

  private static VapidKeys of(Row row) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(row.getBuffer("private_key").getBytes()));
      return new VapidKeys(row.getBuffer("public_key").getBytes(), key);
    } catch (GeneralSecurityException spoilt) {
      throw new IllegalStateException("the VAPID key in the database cannot be read", spoilt);
    }
  }

  private static Future<VapidKeys> make(Database database) {
    KeyPair pair = P256.generate();
    return database
        .primary()
        .run(
            KEEP,
            Buffer.buffer(P256.encode(pair.getPublic())),
            Buffer.buffer(pair.getPrivate().getEncoded()))
        .compose(kept -> database.primary().first(READ, VapidKeys::of))
        .map(found -> found.orElseThrow(() -> new IllegalStateException("no VAPID key was kept")));
  }

  /** The public key as apps want it: base64 for URLs, padded as the reference pads it. */
  public String publicKey() {
    return Base64.getUrlEncoder().encodeToString(publicKey);
  }

  /** The same without padding, as the protocol has it. */
  String unpadded() {
    return URL.encodeToString(publicKey);
  }

  /**
   * A token that says who pushes (RFC 8292, section 2).
   *
   * @param audience the push service: scheme, host and port
   * @param contact whom the service may write to
   */
  String token(String audience, String contact, Instant now) {
    String head = encode(new JsonObject().put("typ", "JWT").put("alg", "ES256"));
    String claims =
        encode(
            new JsonObject()
                .put("aud", audience)
                .put("exp", now.plus(VALID).getEpochSecond())
                .put("sub", "mailto:" + contact));
    return head + "." + claims + "." + URL.encodeToString(sign(head + "." + claims));
  }

  private static String encode(JsonObject part) {
    return URL.encodeToString(part.encode().getBytes(StandardCharsets.UTF_8));
  }

  private byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(privateKey);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  @Override
  public String toString() {
    return "VapidKeys[" + unpadded() + "]";
  }
}
