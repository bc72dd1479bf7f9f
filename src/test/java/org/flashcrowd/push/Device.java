package org.flashcrowd.push;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A subscriber's side: keys, and reading what was encrypted for them, written after the RFCs. */
final class Device {
  private final KeyPair keys;
  private final byte[] auth;

  Device() {
    this(P256.generate(), new byte[16]);
    new Random(7).nextBytes(auth);
  }

  Device(KeyPair keys, byte[] auth) {
    this.keys = keys;
    this.auth = auth;
  }

  Subscription.Keys subscriptionKeys() {
    return new Subscription.Keys(Buffer.buffer(P256.encode(keys.getPublic())), Buffer.buffer(auth));
  }

  String p256dh() {
    return Base64.getUrlEncoder().encodeToString(P256.encode(keys.getPublic()));
  }

  String auth() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(auth);
  }

  String read(byte[] body, Map<String, String> headers) {
    try {
      return "aes128gcm".equals(headers.get("content-encoding"))
          ? standard(body)
          : draft(body, headers);
    } catch (GeneralSecurityException unreadable) {
      throw new AssertionError("cannot be decrypted", unreadable);
    }
  }

  private String standard(byte[] body) throws GeneralSecurityException {
    ByteBuffer buffer = ByteBuffer.wrap(body);
    byte[] salt = take(buffer, 16);
    buffer.getInt();
    byte[] theirs = take(buffer, buffer.get());
    byte[] input = hkdf(auth, shared(theirs), join("WebPush: info\0", publicKey(), theirs), 32);
    byte[] plain =
        open(
            hkdf(salt, input, join("Content-Encoding: aes128gcm\0"), 16),
            hkdf(salt, input, join("Content-Encoding: nonce\0"), 12),
            take(buffer, buffer.remaining()));
    if (plain[plain.length - 1] != 2) {
      throw new AssertionError("the last record ends with 2");
    }
    return new String(plain, 0, plain.length - 1, StandardCharsets.UTF_8);
  }

  private String draft(byte[] body, Map<String, String> headers) throws GeneralSecurityException {
    byte[] salt = field(headers, "encryption", "salt");
    byte[] theirs = field(headers, "crypto-key", "dh");
    byte[] input = hkdf(auth, shared(theirs), join("Content-Encoding: auth\0"), 32);
    byte[] length = {0, 65};
    byte[] context = join("P-256\0", length, publicKey(), length, theirs);
    byte[] plain =
        open(
            hkdf(salt, input, join("Content-Encoding: aesgcm\0", context), 16),
            hkdf(salt, input, join("Content-Encoding: nonce\0", context), 12),
            body);
    int padding = ByteBuffer.wrap(plain).getShort();
    return new String(plain, 2 + padding, plain.length - 2 - padding, StandardCharsets.UTF_8);
  }

  static byte[] field(Map<String, String> headers, String header, String name) {
    return Arrays.stream(String.valueOf(headers.get(header)).split("[;,]"))
        .map(String::trim)
        .filter(part -> part.startsWith(name + "="))
        .map(part -> Base64.getUrlDecoder().decode(part.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + headers));
  }

  private byte[] publicKey() {
    return P256.encode(keys.getPublic());
  }

  private byte[] shared(byte[] theirs) throws GeneralSecurityException {
    return P256.agree(keys, P256.decode(theirs));
  }

  /** RFC 5869, for at most 32 bytes. */
  private static byte[] hkdf(byte[] salt, byte[] input, byte[] info, int length)
      throws GeneralSecurityException {
    return Arrays.copyOf(hmac(hmac(salt, input), join("", info, new byte[] {1})), length);
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }

  private static byte[] open(byte[] key, byte[] nonce, byte[] cipher)
      throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
    aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    return aes.doFinal(cipher);
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    byte[] taken = new byte[length];
    buffer.get(taken);
    return taken;
  }

  private static byte[] join(String label, byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(500);
    all.put(label.getBytes(StandardCharsets.US_ASCII));
    for (byte[] part : parts) {
      all.put(part);
    }
    return Arrays.copyOf(all.array(), all.position());
  }
}
