package org.flashcrowd.push;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a message for one subscriber: by RFC 8291 ({@code aes128gcm} of RFC 8188), or by the
 * draft before it ({@code aesgcm} of draft-ietf-webpush-encryption-04), which subscriptions that do
 * not ask for the standard still read. One record each; the keys of the server live for one
 * message.
 */
final class Encryption {
  /**
   * An encrypted message.
   *
   * @param headers that its reader needs, by name
   */
  record Encrypted(Buffer body, Map<String, String> headers) {}

  private static final int SALT = 16;
  private static final int RECORD = 4096;
  private static final int TAG_BITS = 128;
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private final SecureRandom random;

  Encryption(SecureRandom random) {
    this.random = random;
  }

  Encrypted encrypt(byte[] message, Subscription.Keys keys, boolean standard) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    try {
      return standard
          ? standard(message, keys, P256.generate(), salt)
          : draft(message, keys, P256.generate(), salt);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static Encrypted standard(byte[] message, Subscription.Keys keys, KeyPair own, byte[] salt)
      throws GeneralSecurityException {
    byte[] theirs = keys.p256dh().getBytes();
    byte[] ours = P256.encode(own.getPublic());
    byte[] input =
        derive(shared(keys, own), keys.auth().getBytes(), info("WebPush: info", theirs, ours), 32);
    byte[] cipher =
        seal(
            derive(input, salt, info("Content-Encoding: aes128gcm"), 16),
            derive(input, salt, info("Content-Encoding: nonce"), 12),
            concat(message, new byte[] {2}));
    byte[] body =
        ByteBuffer.allocate(SALT + 5 + ours.length + cipher.length)
            .put(salt)
            .putInt(RECORD)
            .put((byte) ours.length)
            .put(ours)
            .put(cipher)
            .array();
    return new Encrypted(Buffer.buffer(body), Map.of("Content-Encoding", "aes128gcm"));
  }

  static Encrypted draft(byte[] message, Subscription.Keys keys, KeyPair own, byte[] salt)
      throws GeneralSecurityException {
    byte[] theirs = keys.p256dh().getBytes();
    byte[] ours = P256.encode(own.getPublic());
    byte[] input =
        derive(shared(keys, own), keys.auth().getBytes(), info("Content-Encoding: auth"), 32);
    byte[] context = concat(info("P-256"), new byte[] {0, 65}, theirs, new byte[] {0, 65}, ours);
    byte[] cipher =
        seal(
            derive(input, salt, info("Content-Encoding: aesgcm", context), 16),
            derive(input, salt, info("Content-Encoding: nonce", context), 12),
            concat(new byte[] {0, 0}, message));
    return new Encrypted(
        Buffer.buffer(cipher),
        Map.of(
            "Content-Encoding", "aesgcm",
            "Encryption", "salt=" + URL.encodeToString(salt),
            "Crypto-Key", "dh=" + URL.encodeToString(ours)));
  }

  private static byte[] shared(Subscription.Keys keys, KeyPair own)
      throws GeneralSecurityException {
    PublicKey theirs = P256.decode(keys.p256dh().getBytes());
    return P256.agree(own, theirs);
  }

  /** HKDF of RFC 5869. */
  private static byte[] derive(byte[] input, byte[] salt, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(input).addSalt(salt).thenExpand(info, length));
  }

  /** A label, a zero, and what follows it. */
  private static byte[] info(String label, byte[]... rest) {
    return concat((label + "\0").getBytes(StandardCharsets.US_ASCII), concat(rest));
  }

  private static byte[] seal(byte[] key, byte[] nonce, byte[] plain)
      throws GeneralSecurityException {
    SecretKey secret = new SecretKeySpec(key, "AES");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, secret, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher.doFinal(plain);
  }

  private static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
