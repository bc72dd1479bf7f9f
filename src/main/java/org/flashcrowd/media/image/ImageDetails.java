package org.flashcrowd.media.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a photo's EXIF may be shown to others: how it was taken. Never where, by whom, or with
 * which single device: there is no field for a position, an owner or a serial number.
 *
 * @param exposure in seconds, as cameras write it, such as {@code 1/250}
 * @param aperture the f-number, such as {@code 1.8}
 * @param iso the speed, such as {@code 100}
 * @param focalLength in millimetres, as measured, not as 35 mm equivalent
 * @param takenAt by the camera's own clock; which zone that was is not known
 */
public record ImageDetails(
    @Nullable String make,
    @Nullable String model,
    @Nullable String lens,
    @Nullable String exposure,
    @Nullable Double aperture,
    @Nullable Integer iso,
    @Nullable Double focalLength,
    @Nullable LocalDateTime takenAt) {

  /** Nothing is known. */
  public static final ImageDetails NONE =
      new ImageDetails(null, null, null, null, null, null, null, null);

  private static final Logger LOG = LoggerFactory.getLogger(ImageDetails.class);
  private static final int MAX_TEXT = 100;
  private static final DateTimeFormatter EXIF_TIME =
      DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss", Locale.ROOT);

  /** Reads a block whose size is bounded; whatever is wrong with it, the answer is a record. */
  static ImageDetails of(Exif exif) {
    if (exif.tiff().length == 0) {
      return NONE;
    }
    try {
      Metadata metadata = new Metadata();
      new ExifReader().extract(new ByteArrayReader(exif.tiff()), metadata);
      Directory camera = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
      Directory shot = metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
      return new ImageDetails(
          text(camera, ExifIFD0Directory.TAG_MAKE),
          text(camera, ExifIFD0Directory.TAG_MODEL),
          text(shot, ExifSubIFDDirectory.TAG_LENS_MODEL),
          exposure(shot),
          number(shot, ExifSubIFDDirectory.TAG_FNUMBER, 0.1, 256),
          whole(number(shot, ExifSubIFDDirectory.TAG_ISO_EQUIVALENT, 1, 100_000_000)),
          number(shot, ExifSubIFDDirectory.TAG_FOCAL_LENGTH, 0.1, 100_000),
          time(shot));
    } catch (RuntimeException | StackOverflowError broken) {
      LOG.debug("EXIF ignored: {}", broken.toString());
      return NONE;
    }
  }

  private static @Nullable String text(@Nullable Directory directory, int tag) {
    String value = directory == null ? null : directory.getString(tag);
    if (value == null) {
      return null;
    }
    // Control and format characters, which include those that reverse the direction of text.
    String clean = value.replaceAll("[\\p{C}\\ufffd]", " ").strip().replaceAll(" {2,}", " ");
    int end = Math.min(clean.length(), MAX_TEXT);
    if (end > 0 && Character.isHighSurrogate(clean.charAt(end - 1))) {
      end--;
    }
    return end == 0 ? null : clean.substring(0, end);
  }

  private static @Nullable Double number(
      @Nullable Directory directory, int tag, double least, double most) {
    Double value = directory == null ? null : directory.getDoubleObject(tag);
    return value == null || !(value >= least && value <= most)
        ? null
        : Double.valueOf(Math.round(value * 100) / 100.0);
  }

  private static @Nullable Integer whole(@Nullable Double value) {
    return value == null ? null : (int) Math.round(value);
  }

  private static @Nullable String exposure(@Nullable Directory shot) {
    Double seconds =
        shot == null ? null : shot.getDoubleObject(ExifSubIFDDirectory.TAG_EXPOSURE_TIME);
    if (seconds == null || !(seconds >= 1e-6 && seconds <= 100_000)) {
      return null;
    }
    if (seconds < 0.3) {
      return "1/" + Math.round(1 / seconds);
    }
    return String.format(Locale.ROOT, seconds == Math.rint(seconds) ? "%.0f" : "%.1f", seconds);
  }

  private static @Nullable LocalDateTime time(@Nullable Directory shot) {
    String value = shot == null ? null : shot.getString(ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL);
    try {
      return value == null ? null : LocalDateTime.parse(value.strip(), EXIF_TIME);
    } catch (DateTimeException nonsense) {
      return null;
    }
  }
}
