package org.flashcrowd.seed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.flashcrowd.db.Ids;
import org.flashcrowd.media.PhotoCopies;
import org.flashcrowd.media.image.ImagePipeline;
import org.flashcrowd.media.image.RenditionSpec;

/**
 * Paints a few pictures, sends them through the same pipeline as an upload, and gives every post
 * that wants one a copy of its own: a hard link for each file, so a million cost no space.
 */
public final class SeedPhotos {
  /** The table and columns that {@link #add} fills. */
  static final String TARGET =
      "media (id, account_id, status_id, position, state, key, sha256, bytes, content_type, width,"
          + " height, description, blurhash, colour, original, renditions, created_at,"
          + " processed_at)";

  private record Picture(PhotoCopies.Master master, String description, String tag) {}

  private static final float QUALITY = 0.9f;

  private final ImagePipeline pipeline;
  private final List<RenditionSpec> renditions;
  private final PhotoCopies copies;
  private List<Picture> pictures = List.of();

  public SeedPhotos(ImagePipeline pipeline, List<RenditionSpec> renditions, PhotoCopies copies) {
    this.pipeline = pipeline;
    this.renditions = List.copyOf(renditions);
    this.copies = copies;
  }

  void paint(int count, SeedProgress progress) {
    progress.step("painting " + count + " photos");
    pictures = IntStream.range(0, count).parallel().mapToObj(this::paint).toList();
  }

  private Picture paint(int number) {
    PhotoPainter.Painting painting = PhotoPainter.paint(number);
    try {
      Path folder = copies.workFolder();
      Path file = folder.resolve("painting.jpg");
      write(painting, file);
      PhotoCopies.Master master = copies.keep(pipeline.process(file, folder, renditions));
      Files.delete(file);
      return new Picture(master, painting.description(), painting.tag());
    } catch (IOException full) {
      throw new java.io.UncheckedIOException(full);
    }
  }

  private static void write(PhotoPainter.Painting painting, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(painting.image(), null, null), how);
    } finally {
      writer.dispose();
    }
  }

  String tag(int picture) {
    return pictures.get(picture).tag();
  }

  Collection<String> tags() {
    return pictures.stream().map(Picture::tag).distinct().toList();
  }

  /** Links the picture's files under a new key and adds the row that names them. */
  void add(Rows rows, int number, long account, long status) throws SQLException, IOException {
    Picture picture = pictures.get(number);
    PhotoCopies.Master master = picture.master();
    rows.add(
        status,
        account,
        status,
        0,
        "ready",
        copies.copy(master),
        "\\x" + master.sha256(),
        master.bytes(),
        master.contentType(),
        master.width(),
        master.height(),
        picture.description(),
        master.blurhash(),
        master.colour(),
        master.original(),
        master.renditions(),
        Ids.timeOf(status),
        Ids.timeOf(status));
  }
}
