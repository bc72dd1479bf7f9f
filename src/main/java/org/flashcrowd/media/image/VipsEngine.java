package org.flashcrowd.media.image;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libvips, loaded from the machine at run time: fast, and kept patched by the distribution. One
 * thread a picture and no operation cache, so that the worker pool alone decides how much runs;
 * every loader is blocked but those of the accepted formats. Only for platform threads: a native
 * call would hold a virtual thread's carrier.
 */
final class VipsEngine implements ImageEngine {
  private static final Logger LOG = LoggerFactory.getLogger(VipsEngine.class);

  private static final int SEQUENTIAL = 1;

  /** Without it a file that is cut off gives half a picture and no error. */
  private static final int FAIL_ON_ERROR = 2;

  private static final List<String> LOADERS = List.of("Jpeg", "Png", "Webp", "Nsgif", "Heif");

  private static @Nullable VipsEngine loaded;

  private final Vips vips;
  private final boolean readsHeif;

  private VipsEngine(Vips vips) {
    this.vips = vips;
    readsHeif = vips.pointer("vips_type_find", "VipsForeignLoad", "heifload").address() != 0;
  }

  /**
   * Loads and sets up the library, once a process.
   *
   * @throws IllegalStateException when the machine has no libvips, or it cannot be used
   */
  static synchronized VipsEngine load() {
    VipsEngine engine = loaded;
    if (engine == null) {
      Vips vips = Vips.find();
      if (vips == null) {
        throw new IllegalStateException("libvips is not installed (Debian: libvips42)");
      }
      setUp(vips);
      engine = new VipsEngine(vips);
      loaded = engine;
    }
    return engine;
  }

  private static void setUp(Vips vips) {
    // Otherwise every damaged upload prints a warning of libvips to standard error.
    vips.number("g_setenv", "VIPS_WARNING", "0", 0);
    if (vips.number("vips_init", "flashcrowd") != 0) {
      throw new IllegalStateException("libvips is installed but could not start");
    }
    vips.run("vips_concurrency_set", 1);
    vips.run("vips_cache_set_max", 0);
    if (vips.has("vips_block_untrusted_set")) {
      vips.run("vips_block_untrusted_set", 1);
    }
    if (vips.has("vips_operation_block_set")) {
      vips.run("vips_operation_block_set", "VipsForeignLoad", 1);
      LOADERS.forEach(
          loader -> vips.run("vips_operation_block_set", "VipsForeignLoad" + loader, 0));
    }
  }

  @Override
  public String describe() {
    return "libvips "
        + Vips.text(vips.pointer("vips_version_string"))
        + (readsHeif ? "" : " (without HEIC and AVIF)");
  }

  @Override
  public boolean reads(ImageFormat format) {
    return format.strippable() || readsHeif;
  }

  @Override
  public boolean writes(ImageFormat format) {
    return format == ImageFormat.JPEG || format == ImageFormat.WEBP;
  }

  @Override
  public Canvas decode(Path file, ImageInfo info, int edge) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("libvips is called from a virtual thread");
    }
    try (VipsImages images = new VipsImages(vips)) {
      MemorySegment loaded =
          images.load(loader(info.format()), file.toString(), options(info, edge));
      Size size = VipsCanvas.size(vips, loaded);
      if ((long) size.width() * size.height() > (long) info.width() * info.height()) {
        throw ImageRefused.damaged();
      }
      Size target = new Size(info.width(), info.height()).within(edge);
      if (target.width() >= size.width() && target.height() >= size.height()) {
        return new VipsCanvas(vips, images.keep(loaded), false);
      }
      MemorySegment small = images.evaluate(VipsCanvas.shrink(vips, images, loaded, target));
      return new VipsCanvas(vips, images.keep(small), true);
    } catch (VipsFailed failure) {
      LOG.debug("Refused: {}", failure.getMessage());
      throw ImageRefused.damaged();
    }
  }

  private static String loader(ImageFormat format) {
    return switch (format) {
      case JPEG -> "vips_jpegload";
      case PNG -> "vips_pngload";
      case WEBP -> "vips_webpload";
      case GIF -> "vips_gifload";
      case HEIC, AVIF -> "vips_heifload";
    };
  }

  private static List<Object> options(ImageInfo info, int edge) {
    List<Object> options = new ArrayList<>(List.of("access", SEQUENTIAL, "fail_on", FAIL_ON_ERROR));
    if (info.format() == ImageFormat.JPEG) {
      options.addAll(List.of("shrink", jpegShrink(info, edge)));
    }
    return options;
  }

  /**
   * JPEG decodes at 1/2, 1/4 or 1/8 for a fraction of the cost: the smallest not below the edge.
   */
  private static int jpegShrink(ImageInfo info, int edge) {
    int shrink = 1;
    while (shrink < 8 && info.edge() / (shrink * 2) >= edge) {
      shrink *= 2;
    }
    return shrink;
  }

  @Override
  public void release() {
    vips.run("vips_thread_shutdown");
  }
}
