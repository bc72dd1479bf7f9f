package org.flashcrowd.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionTest {
  private static final String MESSAGE = "When I grow up, I want to be a watermelon";

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }

  private static Buffer buffer(String base64) {
    return Buffer.buffer(bytes(base64));
  }

  private static KeyPair pair(String publicKey, String privateKey) throws GeneralSecurityException {
    return new KeyPair(
        P256.decode(bytes(publicKey)),
        KeyFactory.getInstance("EC")
            .generatePrivate(
                new ECPrivateKeySpec(new BigInteger(1, bytes(privateKey)), P256.CURVE)));
  }

  /** The example of RFC 8291, appendix A. */
  @Test
  void standard_exampleOfTheRfc_isTheSameToTheByte() throws GeneralSecurityException {
    Subscription.Keys keys =
        new Subscription.Keys(
            buffer(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNt"
                    + "oIAiw4"),
            buffer("BTBZMqHH6r4Tts7J_aSIgg"));
    KeyPair own =
        pair(
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
                + "7A8",
            "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");

    Encryption.Encrypted encrypted =
        Encryption.standard(
            MESSAGE.getBytes(StandardCharsets.UTF_8), keys, own, bytes("DGv6ra1nlYgDCS1FRnbzlw"));

    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted.body().getBytes()))
        .isEqualTo(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLoc"
                + "InmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyo"
                + "uBWLVWGNWQexSgSxsj_Qulcy4a-fN");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void encrypt_eitherForm_isReadByItsDevice(boolean standard) {
    Device device = new Device();

    Encryption.Encrypted encrypted =
        new Encryption(new SecureRandom())
            .encrypt(MESSAGE.getBytes(StandardCharsets.UTF_8), device.subscriptionKeys(), standard);

    Map<String, String> headers = new HashMap<>();
    encrypted.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    assertThat(device.read(encrypted.body().getBytes(), headers)).isEqualTo(MESSAGE);
  }

  @Test
  void decode_pointOffTheCurve_isRefused() {
    byte[] point = P256.encode(P256.generate().getPublic());
    point[64] ^= 1;
    assertThatThrownBy(() -> P256.decode(point)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> P256.decode(new byte[65]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> P256.decode(new byte[64]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void encode_manyKeys_isWhatDecodeReads() {
    for (int i = 0; i < 300; i++) {
      byte[] point = P256.encode(P256.generate().getPublic());
      assertThat(P256.encode(P256.decode(point))).isEqualTo(point);
    }
  }
}
