package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.flashcrowd.config.Config;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.media.image.ImageFormat;
import org.flashcrowd.media.image.ImageInfo;
import org.flashcrowd.media.image.ImageLimits;
import org.flashcrowd.media.image.ImagePipeline;
import org.flashcrowd.media.image.ImageProbe;
import org.flashcrowd.media.image.ImageRefused;
import org.flashcrowd.media.image.ProcessedImage;
import org.flashcrowd.media.image.Rendered;
import org.flashcrowd.media.image.RenditionSpec;

/**
 * Pictures that belong to the server and to nobody, such as custom emojis: checked and stripped
 * like photos, kept apart from them, and served in the same way.
 */
public final class SmallPictures {
  /** The largest file taken, in bytes. */
  public static final long MOST_BYTES = 256 * 1024;

  private static final ImageLimits LIMITS = new ImageLimits(16_000_000, 1_024, 200);
  private static final Set<ImageFormat> FORMATS =
      Set.of(ImageFormat.PNG, ImageFormat.GIF, ImageFormat.WEBP);
  private static final RenditionSpec STILL = new RenditionSpec("still", 256, "auto", 90);

  private final Config.Media settings;
  private final String path;
  private final MediaStore store;
  private final BlockingThreads threads;

  /**
   * What was taken in.
   *
   * @param key names it, in URLs too
   * @param file the picture
   * @param still the picture without motion
   */
  public record Kept(String key, String file, String still) {}

  private record Outputs(Kept kept, Path folder, Map<String, Path> files) {}

  private SmallPictures(Vertx vertx, Config.Media settings, String name) {
    this.settings = settings;
    this.path = "/" + name;
    this.store = MediaStores.unmetered(vertx, settings, name).apart(name);
    this.threads = new BlockingThreads(vertx, "media-" + name, 1);
  }

  /**
   * @param name of the folder in the media folder, and of the first part of their URLs
   */
  public static SmallPictures named(Vertx vertx, Config config, String name) {
    return new SmallPictures(vertx, config.media(), name);
  }

  public RouteSource routes() {
    return new MediaFileRoutes(path, store);
  }

  /** The path of a file of a picture, from the root of the server. */
  public String path(String key, String file) {
    return path + "/" + key + "/" + file;
  }

  /**
   * Takes a copy of a local file in.
   *
   * @return fails with 422 for what is no PNG, GIF or WebP of at most {@link #MOST_BYTES}
   */
  public Future<Kept> add(Path picture) {
    return threads
        .run(() -> process(picture))
        .compose(
            outputs ->
                store
                    .put(outputs.kept().key(), outputs.files())
                    .eventually(() -> threads.act(() -> Folders.delete(outputs.folder())))
                    .map(outputs.kept()));
  }

  private Outputs process(Path picture) throws IOException {
    if (!Files.isRegularFile(picture)) {
      throw Failure.unprocessable("there is no file " + picture);
    }
    if (Files.size(picture) > MOST_BYTES) {
      throw Failure.unprocessable("the picture is larger than " + MOST_BYTES / 1024 + " KB");
    }
    Path folder = MediaStores.workspace(settings).resolve("small-" + UUID.randomUUID());
    Files.createDirectories(folder);
    try {
      return process(picture, folder);
    } catch (ImageRefused refused) {
      Folders.delete(folder);
      throw Failure.unprocessable(refused.reason());
    } catch (IOException | RuntimeException failure) {
      Folders.delete(folder);
      throw failure;
    }
  }

  private Outputs process(Path picture, Path folder) throws IOException {
    ImageInfo info = ImageProbe.probe(picture, LIMITS);
    if (!FORMATS.contains(info.format())) {
      throw new ImageRefused("the picture must be a PNG, GIF or WebP");
    }
    ImagePipeline pipeline = new ImagePipeline(PictureSettings.engine(settings), LIMITS);
    ProcessedImage made = pipeline.process(picture, folder, List.of(STILL));
    boolean moves = info.frames() > 1;
    String file = name(made.original());
    String still = moves ? name(made.renditions().getFirst()) : file;
    Map<String, Path> files = new LinkedHashMap<>();
    files.put(file, made.original().file());
    if (moves) {
      files.put(still, made.renditions().getFirst().file());
    }
    return new Outputs(new Kept(MediaKey.random(), file, still), folder, files);
  }

  private static String name(Rendered rendered) {
    return String.valueOf(rendered.file().getFileName());
  }

  public Future<Void> delete(String key) {
    return store.delete(key);
  }
}
