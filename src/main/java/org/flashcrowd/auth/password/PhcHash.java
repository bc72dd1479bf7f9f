package org.flashcrowd.auth.password;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password hash with all that is needed to check it, written as the PHC string format has it:
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}.
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Two hashes are compared in constant time, never by equals.
record PhcHash(int memoryKib, int iterations, int parallelism, byte[] salt, byte[] hash) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");
  private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

  /**
   * @throws IllegalArgumentException when it is not an Argon2id hash of version 19
   */
  static PhcHash parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not an Argon2id hash");
    }
    return new PhcHash(
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        Integer.parseInt(parts.group(3)),
        Base64.getDecoder().decode(parts.group(4)),
        Base64.getDecoder().decode(parts.group(5)));
  }

  PhcHash withHash(byte[] computed) {
    return new PhcHash(memoryKib, iterations, parallelism, salt, computed);
  }

  @Override
  public String toString() {
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib,
            iterations,
            parallelism,
            ENCODER.encodeToString(salt),
            ENCODER.encodeToString(hash));
  }
}
