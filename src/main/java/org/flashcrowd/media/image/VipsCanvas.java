package org.flashcrowd.media.image;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A libvips image; constants carry the values of libvips' public enumerations. */
final class VipsCanvas implements Canvas {
  private static final Logger LOG = LoggerFactory.getLogger(VipsCanvas.class);

  static final int UCHAR = 0;
  static final int SRGB = 22;
  private static final int GREY = 1;
  private static final int CMYK = 15;
  private static final int RGB16 = 25;
  private static final int GREY16 = 26;
  private static final int PERCEPTUAL = 0;
  private static final int TURN_90 = 1;
  private static final int TURN_180 = 2;
  private static final int TURN_270 = 3;
  private static final int HORIZONTAL = 0;
  private static final int VERTICAL = 1;

  /** 142 ms for two renditions at the default of 4, 87 at 2, for some 3 % more bytes. */
  private static final int WEBP_EFFORT = 2;

  private final Vips vips;
  private final MemorySegment image;
  private final boolean evaluated;
  private boolean closed;

  /** Takes over one reference to {@code image}. */
  VipsCanvas(Vips vips, MemorySegment image, boolean evaluated) {
    this.vips = vips;
    this.image = image;
    this.evaluated = evaluated;
  }

  @Override
  public Size size() {
    return size(vips, image);
  }

  static Size size(Vips vips, MemorySegment image) {
    return new Size(
        vips.number("vips_image_get_width", image), vips.number("vips_image_get_height", image));
  }

  @Override
  public boolean alpha() {
    return vips.number("vips_image_hasalpha", image) != 0;
  }

  @Override
  public Canvas upright(int orientation) {
    if (orientation == 1) {
      return this;
    }
    return derive(
        images -> {
          // Turning reads out of order, which a file being decoded cannot do.
          MemorySegment whole = images.evaluate(image);
          return images.evaluate(turn(images, whole, orientation));
        });
  }

  private static MemorySegment turn(VipsImages images, MemorySegment in, int orientation) {
    return switch (orientation) {
      case 2 -> images.apply("vips_flip", in, HORIZONTAL);
      case 3 -> images.apply("vips_rot", in, TURN_180);
      case 4 -> images.apply("vips_flip", in, VERTICAL);
      case 5 -> images.apply("vips_flip", images.apply("vips_rot", in, TURN_90), HORIZONTAL);
      case 6 -> images.apply("vips_rot", in, TURN_90);
      case 7 -> images.apply("vips_flip", images.apply("vips_rot", in, TURN_90), VERTICAL);
      case 8 -> images.apply("vips_rot", in, TURN_270);
      default -> throw new IllegalArgumentException("Orientation " + orientation);
    };
  }

  @Override
  public Canvas srgb() {
    return derive(images -> bare(images, images.evaluate(opaque(images, toSrgb(images)))));
  }

  /**
   * The same pixels as an image that carries nothing else: libvips hands metadata on from the file
   * to every image made of it, and its WebP saver writes EXIF even when told to strip.
   */
  private MemorySegment bare(VipsImages images, MemorySegment in) {
    MemorySegment copy = images.apply("vips_copy", in);
    // EXIF is kept twice, as a block and field by field: all that can be removed is.
    vips.texts("vips_image_get_fields", copy)
        .forEach(field -> vips.number("vips_image_remove", copy, field));
    return copy;
  }

  private MemorySegment toSrgb(VipsImages images) {
    MemorySegment in = image;
    int space = vips.number("vips_image_get_interpretation", in);
    if (space == RGB16 || space == GREY16) {
      // By hand: libvips 8.14 converts the colours but cuts a 16-bit alpha off at 255.
      MemorySegment bytes = images.apply("vips_cast", in, List.of(UCHAR), List.of("shift", 1));
      int narrow = space == RGB16 ? SRGB : GREY;
      in = images.apply("vips_copy", bytes, List.of(), List.of("interpretation", narrow));
    }
    if (vips.pointer("vips_image_get_typeof", in, "icc-profile-data").address() != 0) {
      try {
        MemorySegment converted =
            images.apply(
                "vips_icc_transform",
                in,
                List.of("srgb"),
                List.of("embedded", 1, "intent", PERCEPTUAL, "depth", 8));
        return images.apply("vips_colourspace", converted, SRGB);
      } catch (VipsFailed corrupt) {
        LOG.debug("Colour profile ignored: {}", corrupt.getMessage());
      }
    }
    if (space == CMYK) {
      return images.fromRgb(Cmyk.toRgb(pixels(images.evaluate(in))), size());
    }
    return images.apply("vips_colourspace", in, SRGB);
  }

  /** Drops an alpha channel in which nothing is transparent, so that JPEG can be used. */
  private MemorySegment opaque(VipsImages images, MemorySegment in) {
    if (vips.number("vips_image_hasalpha", in) == 0) {
      return in;
    }
    MemorySegment whole = images.evaluate(in);
    int last = vips.number("vips_image_get_bands", whole) - 1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment least = arena.allocate(ValueLayout.JAVA_DOUBLE);
      MemorySegment alpha = images.apply("vips_extract_band", whole, last);
      if (vips.variadic("vips_min", 2, List.of(), alpha, least) != 0) {
        throw images.failed("vips_min");
      }
      return least.get(ValueLayout.JAVA_DOUBLE, 0) < 255
          ? whole
          : images.apply("vips_extract_band", whole, List.of(0), List.of("n", last));
    }
  }

  @Override
  public Canvas fit(int edge) {
    Size target = size().within(edge);
    return target.equals(size())
        ? this
        : derive(images -> images.evaluate(shrink(vips, images, image, target)));
  }

  /** Resamples, with colours weighted by alpha so that hidden ones do not bleed in. */
  static MemorySegment shrink(Vips vips, VipsImages images, MemorySegment image, Size target) {
    Size size = size(vips, image);
    boolean alpha = vips.number("vips_image_hasalpha", image) != 0;
    int format = vips.number("vips_image_get_format", image);
    MemorySegment in = alpha ? images.apply("vips_premultiply", image) : image;
    double across = (double) target.width() / size.width();
    double down = (double) target.height() / size.height();
    MemorySegment small = images.apply("vips_resize", in, List.of(across), List.of("vscale", down));
    return alpha
        ? images.apply("vips_cast", images.apply("vips_unpremultiply", small), format)
        : small;
  }

  @Override
  public int[] argb() {
    byte[] bytes = pixels(image);
    Size size = size();
    int[] argb = new int[size.width() * size.height()];
    int bands = bytes.length / argb.length;
    for (int i = 0; i < argb.length; i++) {
      int at = i * bands;
      int opacity = bands == 4 ? bytes[at + 3] & 0xff : 0xff;
      argb[i] =
          opacity << 24
              | (bytes[at] & 0xff) << 16
              | (bytes[at + 1] & 0xff) << 8
              | (bytes[at + 2] & 0xff);
    }
    return argb;
  }

  private byte[] pixels(MemorySegment in) {
    try (Arena arena = Arena.ofConfined();
        VipsImages images = new VipsImages(vips)) {
      MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment data = vips.pointer("vips_image_write_to_memory", in, length);
      if (data.address() == 0) {
        throw images.failed("vips_image_write_to_memory");
      }
      try {
        return Vips.bytes(data, length.get(ValueLayout.JAVA_LONG, 0))
            .toArray(ValueLayout.JAVA_BYTE);
      } finally {
        vips.run("g_free", data);
      }
    }
  }

  /**
   * Encodes into memory, so that a full disk is a Java error and never looks like a bad picture.
   */
  @Override
  public void write(Path file, ImageFormat format, int quality) throws IOException {
    try (Arena arena = Arena.ofConfined();
        VipsImages images = new VipsImages(vips)) {
      MemorySegment in = format == ImageFormat.JPEG && alpha() ? onWhite(images) : image;
      String saver;
      List<Object> options;
      switch (format) {
        case JPEG -> {
          saver = "vips_jpegsave_buffer";
          options = List.of("Q", quality, "optimize_coding", 1, "strip", 1);
        }
        case WEBP -> {
          saver = "vips_webpsave_buffer";
          options = List.of("Q", quality, "effort", WEBP_EFFORT, "strip", 1);
        }
        default -> throw new IllegalArgumentException("Not written by libvips here: " + format);
      }
      MemorySegment data = arena.allocate(Vips.POINTER);
      MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
      if (vips.variadic(saver, 3, options, in, data, length) != 0) {
        throw images.failed(saver);
      }
      save(file, data.get(Vips.POINTER, 0), length.get(ValueLayout.JAVA_LONG, 0));
    }
  }

  private MemorySegment onWhite(VipsImages images) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment white = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 255, 255, 255);
      MemorySegment background = vips.pointer("vips_array_double_new", white, 3);
      try {
        return images.apply("vips_flatten", image, List.of(), List.of("background", background));
      } finally {
        vips.run("vips_area_unref", background);
      }
    }
  }

  private void save(Path file, MemorySegment data, long length) throws IOException {
    try (FileChannel out = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
      ByteBuffer bytes = Vips.bytes(data, length).asByteBuffer();
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } finally {
      vips.run("g_free", data);
    }
  }

  /** A file that fails while it is still being read is damaged; afterwards it is our failure. */
  private Canvas derive(Function<VipsImages, MemorySegment> work) {
    try (VipsImages images = new VipsImages(vips)) {
      return new VipsCanvas(vips, images.keep(work.apply(images)), true);
    } catch (VipsFailed failure) {
      if (evaluated) {
        throw failure;
      }
      LOG.debug("Refused: {}", failure.getMessage());
      throw ImageRefused.damaged();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      vips.run("g_object_unref", image);
    }
  }
}
