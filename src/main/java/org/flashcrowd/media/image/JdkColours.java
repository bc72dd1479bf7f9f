package org.flashcrowd.media.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts samples to sRGB through the JDK's colour management (Little CMS). */
final class JdkColours {
  private static final Logger LOG = LoggerFactory.getLogger(JdkColours.class);

  /** The offset of the class in the header of a profile. */
  private static final int CLASS = 12;

  private JdkColours() {}

  /** Rows of red, green and blue; alpha is left out. */
  static byte[] toSrgb(byte[] pixels, Samples.Channels channels, byte[] profile) {
    int inks = channels.alpha ? channels.count - 1 : channels.count;
    byte[] colours = channels.alpha ? withoutAlpha(pixels, channels.count) : pixels;
    byte[] converted = profile.length == 0 ? null : byProfile(colours, inks, profile);
    if (converted != null) {
      return converted;
    }
    return switch (inks) {
      // Grey is taken as sRGB's own grey: the JDK's grey is linear and would come out too light.
      case 1 -> repeated(colours);
      case 4 -> Cmyk.toRgb(colours);
      default -> colours;
    };
  }

  private static byte @Nullable [] byProfile(byte[] colours, int inks, byte[] bytes) {
    try {
      ICC_Profile profile = perceptual(bytes);
      if (profile.getNumComponents() != inks) {
        return null;
      }
      int count = colours.length / inks;
      WritableRaster to = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, count, 1, 3, null);
      Raster from =
          Raster.createInterleavedRaster(
              new DataBufferByte(colours, colours.length),
              count,
              1,
              colours.length,
              inks,
              offsets(inks),
              null);
      ColorSpace srgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
      new ColorConvertOp(new ICC_ColorSpace(profile), srgb, null).filter(from, to);
      return ((DataBufferByte) to.getDataBuffer()).getData();
    } catch (IllegalArgumentException | CMMException corrupt) {
      LOG.debug("Colour profile ignored: {}", corrupt.toString());
      return null;
    }
  }

  /**
   * The profile as one of a colour space: from a printer's profile, which those of CMYK are, the
   * JDK would convert by the colorimetric intent, and lighten every shadow.
   */
  private static ICC_Profile perceptual(byte[] bytes) {
    byte[] profile = bytes.clone();
    if (profile.length >= CLASS + 4) {
      byte[] space = {'s', 'p', 'a', 'c'};
      System.arraycopy(space, 0, profile, CLASS, 4);
    }
    return ICC_Profile.getInstance(profile);
  }

  private static int[] offsets(int count) {
    int[] offsets = new int[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = i;
    }
    return offsets;
  }

  private static byte[] withoutAlpha(byte[] pixels, int count) {
    byte[] colours = new byte[pixels.length / count * (count - 1)];
    int to = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (i % count != count - 1) {
        colours[to++] = pixels[i];
      }
    }
    return colours;
  }

  private static byte[] repeated(byte[] grey) {
    byte[] rgb = new byte[grey.length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = grey[i / 3];
    }
    return rgb;
  }
}
