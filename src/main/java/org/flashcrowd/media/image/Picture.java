package org.flashcrowd.media.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One picture on its way through the steps of {@link ImagePipeline}: what is known so far, the
 * canvases to close, and the files to delete should a step fail.
 */
final class Picture implements AutoCloseable {
  private final Path directory;
  private final List<RenditionSpec> specs;
  private final List<Path> files = new ArrayList<>();
  private final List<Canvas> opened = new ArrayList<>();
  private final List<Canvas> resized = new ArrayList<>();
  private final List<Rendered> renditions = new ArrayList<>();

  private Path source;
  private @Nullable Header header;
  private @Nullable Canvas canvas;
  private @Nullable Rendered original;
  private ImageDetails details = ImageDetails.NONE;
  private String blurhash = "";
  private String colour = "";

  Picture(Path source, Path directory, List<RenditionSpec> specs) {
    this.source = source;
    this.directory = directory;
    this.specs = specs;
  }

  Path source() {
    return source;
  }

  List<RenditionSpec> specs() {
    return specs;
  }

  Header header() {
    return known(header);
  }

  ImageInfo info() {
    return header().info();
  }

  void checked(Header of) {
    header = of;
  }

  void details(ImageDetails read) {
    details = read;
  }

  /** The path of a file to write, which is deleted again should a step fail. */
  Path newFile(String name, ImageFormat format) {
    Path file = directory.resolve(name + "." + format.extension());
    files.add(file);
    return file;
  }

  /** From here on the steps work on the clean original and never touch the upload again. */
  void cleaned(Path file, Header of) throws IOException {
    source = file;
    header = of;
    Size stored = new Size(info().width(), info().height());
    Size shown = info().orientation() > 4 ? stored.turned() : stored;
    original = rendered(ImagePipeline.ORIGINAL, file, info().format(), shown);
  }

  Canvas canvas() {
    return known(canvas);
  }

  void canvas(Canvas next) {
    canvas = keep(next);
  }

  /** Remembers a canvas to close, and gives it back. */
  Canvas keep(Canvas made) {
    opened.add(made);
    return made;
  }

  /** A canvas for each specification, in their order. */
  List<Canvas> resized() {
    return resized;
  }

  void encoded(String name, Path file, ImageFormat format, Size size) throws IOException {
    renditions.add(rendered(name, file, format, size));
  }

  void placeholders(String hash, String dominant) {
    blurhash = hash;
    colour = dominant;
  }

  ProcessedImage result() {
    return new ProcessedImage(known(original), List.copyOf(renditions), blurhash, colour, details);
  }

  void deleteFiles() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void close() {
    opened.forEach(Canvas::close);
  }

  private static Rendered rendered(String name, Path file, ImageFormat format, Size size)
      throws IOException {
    return new Rendered(
        name, file, format.mediaType(), size.width(), size.height(), Files.size(file));
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("A step ran before the one it builds on");
    }
    return value;
  }
}
