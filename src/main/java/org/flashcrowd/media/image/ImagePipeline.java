package org.flashcrowd.media.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Makes of an uploaded picture all that is shown of it, as one list of steps for both engines:
 *
 * <pre>{@code
 * ImagePipeline pipeline = new ImagePipeline(ImageEngines.select("auto"), ImageLimits.DEFAULT);
 * ProcessedImage done = pipeline.process(upload, directory, RenditionSpec.DEFAULTS);
 * }</pre>
 *
 * <p>Safe for many threads, one picture a thread. Blocks, and wants a platform thread.
 */
public final class ImagePipeline {
  /** The name of the full-size picture. */
  public static final String ORIGINAL = "original";

  /** For HEIC and AVIF, whose original is encoded anew: above what the eye can tell. */
  private static final int ORIGINAL_QUALITY = 92;

  /** The placeholders are made from a picture of this size; neither gains from a larger one. */
  private static final int TINY = 32;

  private record Step(String name, Action action) {}

  private interface Action {
    void run(Picture picture) throws IOException;
  }

  private final ImageEngine engine;
  private final ImageLimits limits;
  private final List<Step> steps =
      List.of(
          new Step("check", this::check),
          new Step("details", this::details),
          // Before decoding, so that no decoder sees metadata and a cut-off file ends here.
          new Step("strip", this::strip),
          new Step("decode", this::decode),
          new Step("upright", this::upright),
          new Step("srgb", this::srgb),
          new Step("renditions", this::renditions),
          // BlurHash and dominant colour, both from one tiny picture.
          new Step("placeholders", this::placeholders),
          new Step("encode", this::encode));

  public ImagePipeline(ImageEngine engine, ImageLimits limits) {
    this.engine = engine;
    this.limits = limits;
  }

  /**
   * Runs every step on {@code source} and leaves the files in {@code outputDirectory}, which must
   * exist; they are named for the rendition and its type, such as {@code thumbnail.jpg}. When it
   * throws, nothing is left there.
   *
   * @throws ImageRefused when the picture is not accepted; trying again would not help
   * @throws IOException when a file cannot be read or written; trying again may help
   */
  public ProcessedImage process(Path source, Path outputDirectory, List<RenditionSpec> renditions)
      throws IOException {
    Picture picture = new Picture(source, outputDirectory, renditions);
    boolean done = false;
    try {
      for (Step step : steps) {
        step.action().run(picture);
      }
      ProcessedImage result = picture.result();
      done = true;
      return result;
    } finally {
      picture.close();
      if (!done) {
        picture.deleteFiles();
      }
      engine.release();
    }
  }

  /** The names of the steps in their order. */
  public List<String> stepNames() {
    return steps.stream().map(Step::name).toList();
  }

  private void check(Picture picture) throws IOException {
    picture.checked(ImageProbe.read(picture.source(), limits));
    ImageFormat format = picture.info().format();
    if (!engine.reads(format)) {
      throw new ImageRefused(
          "%s pictures cannot be read by this server; send a JPEG instead".formatted(format));
    }
  }

  private void details(Picture picture) {
    picture.details(ImageDetails.of(picture.header().exif()));
  }

  private void strip(Picture picture) throws IOException {
    ImageInfo info = picture.info();
    if (info.format().strippable()) {
      Path clean = picture.newFile(ORIGINAL, info.format());
      MetadataStripper.strip(picture.source(), info, clean);
      picture.cleaned(clean, picture.header());
    } else {
      encodeAnew(picture);
    }
  }

  /** HEIC and AVIF become a JPEG of full size, or a WebP where there is transparency to keep. */
  private void encodeAnew(Picture picture) throws IOException {
    try (Canvas decoded = engine.decode(picture.source(), picture.info(), picture.info().edge());
        Canvas upright = decoded.upright(picture.info().orientation());
        Canvas srgb = upright.srgb()) {
      ImageFormat format = srgb.alpha() ? ImageFormat.WEBP : ImageFormat.JPEG;
      Path clean = picture.newFile(ORIGINAL, format);
      srgb.write(clean, format, ORIGINAL_QUALITY);
      picture.cleaned(clean, ImageProbe.read(clean, limits));
    }
  }

  private void decode(Picture picture) throws IOException {
    int largest = picture.specs().stream().mapToInt(RenditionSpec::edge).max().orElse(TINY);
    picture.canvas(engine.decode(picture.source(), picture.info(), largest));
  }

  private void upright(Picture picture) {
    picture.canvas(picture.canvas().upright(picture.info().orientation()));
  }

  private void srgb(Picture picture) {
    picture.canvas(picture.canvas().srgb());
  }

  private void renditions(Picture picture) {
    for (RenditionSpec spec : picture.specs()) {
      picture.resized().add(picture.keep(picture.canvas().fit(spec.edge())));
    }
  }

  private void placeholders(Picture picture) {
    Canvas smallest =
        picture.resized().stream()
            .min(Comparator.comparingInt(canvas -> canvas.size().edge()))
            .orElseGet(picture::canvas);
    Canvas tiny = picture.keep(smallest.fit(TINY));
    int[] pixels = tiny.argb();
    Size size = tiny.size();
    boolean portrait = size.height() > size.width();
    String hash = Blurhash.encode(pixels, size, portrait ? 3 : 4, portrait ? 4 : 3);
    picture.placeholders(hash, DominantColour.of(pixels));
  }

  private void encode(Picture picture) throws IOException {
    for (int i = 0; i < picture.specs().size(); i++) {
      RenditionSpec spec = picture.specs().get(i);
      Canvas canvas = picture.resized().get(i);
      ImageFormat format = spec.choose(canvas.alpha(), engine);
      Path file = picture.newFile(spec.name(), format);
      canvas.write(file, format, spec.quality());
      picture.encoded(spec.name(), file, format, canvas.size());
    }
  }
}
