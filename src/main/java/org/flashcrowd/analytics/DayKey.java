package org.flashcrowd.analytics;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes an account a visitor of one day. For the use of one thread at a time. */
final class DayKey {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  DayKey(byte[] key) {
    try {
      this.mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** The first eight bytes of the account's code. */
  long visitor(long account) {
    byte[] code = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(account).array());
    return ByteBuffer.wrap(code).getLong();
  }
}
