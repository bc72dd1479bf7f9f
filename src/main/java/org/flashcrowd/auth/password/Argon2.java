package org.flashcrowd.auth.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.flashcrowd.config.Config;

/** Argon2id (RFC 9106) over Bouncy Castle. Each call takes its milliseconds and its memory. */
final class Argon2 {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Config.Argon2 cost;

  Argon2(Config.Argon2 cost) {
    this.cost = cost;
  }

  /** A fresh hash, in PHC form. */
  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    PhcHash unhashed =
        new PhcHash(
            cost.memoryKib(), cost.iterations(), cost.parallelism(), salt, new byte[HASH_BYTES]);
    return unhashed.withHash(compute(unhashed, password)).toString();
  }

  /** Whether the password is the one that was hashed; takes the same time whether it is or not. */
  boolean matches(String password, PhcHash stored) {
    return MessageDigest.isEqual(compute(stored, password), stored.hash());
  }

  /** Whether a hash was made at another cost than is configured now. */
  boolean outdated(PhcHash stored) {
    return stored.memoryKib() != cost.memoryKib()
        || stored.iterations() != cost.iterations()
        || stored.parallelism() != cost.parallelism();
  }

  private static byte[] compute(PhcHash parameters, String password) {
    return compute(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(parameters.memoryKib())
            .withIterations(parameters.iterations())
            .withParallelism(parameters.parallelism())
            .withSalt(parameters.salt())
            .build(),
        password.getBytes(StandardCharsets.UTF_8),
        parameters.hash().length);
  }

  /** The bare function, as the test vectors of RFC 9106 state it. */
  static byte[] compute(Argon2Parameters parameters, byte[] password, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(parameters);
    byte[] hash = new byte[length];
    generator.generateBytes(password, hash);
    return hash;
  }
}
