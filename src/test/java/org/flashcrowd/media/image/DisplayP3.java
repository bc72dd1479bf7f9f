package org.flashcrowd.media.image;

import java.awt.Color;
import java.nio.ByteBuffer;

/**
 * A Display P3 profile built from its published primaries (adapted to D50, gamma 2.2 for its
 * curve), and the same conversion done by arithmetic, against which the engines are measured.
 */
final class DisplayP3 {
  private static final double GAMMA = 563 / 256.0;
  private static final double[][] TO_XYZ = {
    {0.5151, 0.2919, 0.1571}, {0.2412, 0.6922, 0.0666}, {-0.0011, 0.0419, 0.7841}
  };
  private static final double[][] XYZ_TO_SRGB = {
    {3.1339, -1.6169, -0.4906}, {-0.9788, 1.9161, 0.0335}, {0.0719, -0.2290, 1.4052}
  };

  private DisplayP3() {}

  /** What the samples of {@code p3} are in sRGB, clipped to what sRGB can show. */
  static Color toSrgb(Color p3) {
    double[] linear = new double[3];
    int[] samples = {p3.getRed(), p3.getGreen(), p3.getBlue()};
    for (int i = 0; i < 3; i++) {
      linear[i] = Math.pow(samples[i] / 255.0, GAMMA);
    }
    double[] srgb = times(XYZ_TO_SRGB, times(TO_XYZ, linear));
    int[] result = new int[3];
    for (int i = 0; i < 3; i++) {
      double value = Math.clamp(srgb[i], 0, 1);
      double coded = value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
      result[i] = (int) Math.round(coded * 255);
    }
    return new Color(result[0], result[1], result[2]);
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] result = new double[3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        result[row] += matrix[row][column] * vector[column];
      }
    }
    return result;
  }

  /** A display profile of version 2 with a matrix and a curve. */
  static byte[] profile() {
    String[] tags = {"desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"};
    byte[][] bodies = {
      description(),
      text(),
      xyz(0.9642, 1, 0.8249),
      xyz(TO_XYZ[0][0], TO_XYZ[1][0], TO_XYZ[2][0]),
      xyz(TO_XYZ[0][1], TO_XYZ[1][1], TO_XYZ[2][1]),
      xyz(TO_XYZ[0][2], TO_XYZ[1][2], TO_XYZ[2][2]),
      curve(),
      curve(),
      curve()
    };
    ByteBuffer table = ByteBuffer.allocate(4 + 12 * tags.length).putInt(tags.length);
    int at = 128 + table.capacity();
    for (int i = 0; i < tags.length; i++) {
      table.put(Pictures.latin(tags[i])).putInt(at).putInt(bodies[i].length);
      at += bodies[i].length;
    }
    return Pictures.joined(header(at), table.array(), Pictures.joined(bodies));
  }

  private static byte[] header(int size) {
    ByteBuffer header = ByteBuffer.allocate(128).putInt(size).putInt(0);
    header.putInt(0x02100000).put(Pictures.latin("mntrRGB XYZ "));
    header.position(36).put(Pictures.latin("acsp"));
    header.position(68).put(xyz(0.9642, 1, 0.8249), 8, 12);
    return header.array();
  }

  private static byte[] description() {
    ByteBuffer body = ByteBuffer.allocate(104).put(Pictures.latin("desc")).putInt(0).putInt(3);
    return body.put(Pictures.latin("P3\0")).array();
  }

  private static byte[] text() {
    return Pictures.latin("text\0\0\0\0none\0\0\0\0");
  }

  private static byte[] xyz(double x, double y, double z) {
    ByteBuffer body = ByteBuffer.allocate(20).put(Pictures.latin("XYZ ")).putInt(0);
    return body.putInt(fixed(x)).putInt(fixed(y)).putInt(fixed(z)).array();
  }

  private static int fixed(double value) {
    return (int) Math.round(value * 65_536);
  }

  /** One number: gamma in units of 1/256. */
  private static byte[] curve() {
    ByteBuffer body = ByteBuffer.allocate(16).put(Pictures.latin("curv")).putInt(0).putInt(1);
    return body.putShort((short) 563).array();
  }
}
