package org.flashcrowd.push;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** Keys on the curve P-256, and the form in which Web Push sends them: 4, x, y; 65 bytes. */
final class P256 {
  static final int POINT = 65;

  private static final String NAME = "secp256r1";
  private static final byte UNCOMPRESSED = 4;
  private static final int COORDINATE = 32;
  static final ECParameterSpec CURVE = curve();

  private P256() {}

  private static ECParameterSpec curve() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(NAME));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(NAME));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static byte[] encode(PublicKey key) {
    ECPoint point = ((ECPublicKey) key).getW();
    byte[] encoded = new byte[POINT];
    encoded[0] = UNCOMPRESSED;
    put(point.getAffineX(), encoded, 1);
    put(point.getAffineY(), encoded, 1 + COORDINATE);
    return encoded;
  }

  private static void put(BigInteger coordinate, byte[] into, int at) {
    byte[] bytes = coordinate.toByteArray();
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, into, at + COORDINATE - length, length);
  }

  /**
   * Reads a point; one that is not on the curve is refused, since multiplying it could give away
   * bits of a private key.
   *
   * @throws IllegalArgumentException where it is none
   */
  static PublicKey decode(byte[] encoded) {
    if (encoded.length != POINT || encoded[0] != UNCOMPRESSED) {
      throw new IllegalArgumentException("not an uncompressed point of P-256");
    }
    BigInteger x = new BigInteger(1, encoded, 1, COORDINATE);
    BigInteger y = new BigInteger(1, encoded, 1 + COORDINATE, COORDINATE);
    if (!isOnCurve(x, y)) {
      throw new IllegalArgumentException("not a point of P-256");
    }
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), CURVE));
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException(unusable);
    }
  }

  private static boolean isOnCurve(BigInteger x, BigInteger y) {
    BigInteger prime = ((ECFieldFp) CURVE.getCurve().getField()).getP();
    BigInteger right =
        x.pow(3).add(CURVE.getCurve().getA().multiply(x)).add(CURVE.getCurve().getB()).mod(prime);
    return x.compareTo(prime) < 0 && y.compareTo(prime) < 0 && y.pow(2).mod(prime).equals(right);
  }

  /** The secret that two share: x of the product, 32 bytes. */
  static byte[] agree(KeyPair own, PublicKey theirs) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(own.getPrivate());
    agreement.doPhase(theirs, /* lastPhase= */ true);
    return agreement.generateSecret();
  }
}
