package org.flashcrowd.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.flashcrowd.config.Config;
import org.junit.jupiter.api.Test;

class Argon2Test {
  private static final Config.Argon2 CHEAP = new Config.Argon2(64, 1, 1, 1, 1);
  private static final Config.Argon2 COSTLIER = new Config.Argon2(128, 2, 1, 1, 1);

  /** RFC 9106, section 5.3. */
  @Test
  void compute_vectorOfTheRfc_isItsTag() {
    Argon2Parameters parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(32)
            .withIterations(3)
            .withParallelism(4)
            .withSalt(repeated(16, 2))
            .withSecret(repeated(8, 3))
            .withAdditional(repeated(12, 4))
            .build();

    byte[] tag = Argon2.compute(parameters, repeated(32, 1), 32);

    assertThat(HexFormat.of().formatHex(tag))
        .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  }

  @Test
  void hash_samePassword_isDifferentEachTimeAndMatches() {
    Argon2 argon2 = new Argon2(CHEAP);

    String first = argon2.hash("correct horse");
    String second = argon2.hash("correct horse");

    assertThat(first).startsWith("$argon2id$v=19$m=64,t=1,p=1$").isNotEqualTo(second);
    assertThat(argon2.matches("correct horse", PhcHash.parse(first))).isTrue();
    assertThat(argon2.matches("correct horsf", PhcHash.parse(first))).isFalse();
  }

  @Test
  void outdated_otherCost_isAndStillMatches() {
    PhcHash old = PhcHash.parse(new Argon2(CHEAP).hash("correct horse"));

    assertThat(new Argon2(CHEAP).outdated(old)).isFalse();
    assertThat(new Argon2(COSTLIER).outdated(old)).isTrue();
    assertThat(new Argon2(COSTLIER).matches("correct horse", old)).isTrue();
  }

  @Test
  void parse_writtenHash_isTheSame() {
    String written = new Argon2(CHEAP).hash("correct horse");

    assertThat(PhcHash.parse(written).toString()).isEqualTo(written);
  }

  @Test
  void parse_anotherAlgorithm_isRefused() {
    assertThatThrownBy(() -> PhcHash.parse("$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PhcHash.parse("$2a$10$abc"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] repeated(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
