package org.flashcrowd.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataStripperTest {
  private static final BufferedImage PICTURE = Patches.rgb(60, 40);
  private static final byte[] SECRET = Pictures.latin(Pictures.SECRET);
  private static final byte[] TAIL = Pictures.latin("PK\3\4 <html> " + Pictures.SECRET);

  private final Path directory;

  MetadataStripperTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private byte[] stripped(byte[] bytes) throws IOException {
    Path source = Pictures.file(directory, bytes);
    Path target = directory.resolve("stripped");
    ImageInfo info = ImageProbe.probe(source, ImageLimits.DEFAULT);
    MetadataStripper.strip(source, info, target);
    byte[] result = Files.readAllBytes(target);
    assertThat(ImageProbe.probe(target, ImageLimits.DEFAULT)).isEqualTo(info);
    return result;
  }

  private static int[] pixels(byte[] bytes) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void jpeg_losesMetadataAndTailButNoPixel() throws IOException {
    byte[] clean = Pictures.jpeg(PICTURE);
    byte[] jpeg = Pictures.withSegment(clean, 0xe1, Pictures.exif(1));
    jpeg = Pictures.withSegment(jpeg, 0xe1, Pictures.xmp());
    jpeg = Pictures.withSegment(jpeg, 0xed, Pictures.latin("Photoshop 3.0\0" + Pictures.SECRET));
    jpeg = Pictures.withSegment(jpeg, 0xe2, Pictures.latin("MPF\0" + Pictures.SECRET));
    jpeg = Pictures.withSegment(jpeg, 0xe0, Pictures.latin("JFXX\0\20" + Pictures.SECRET));
    jpeg = Pictures.withSegment(jpeg, 0xfe, SECRET);
    byte[] result = stripped(Pictures.joined(jpeg, TAIL));
    assertThat(result).isEqualTo(clean);
  }

  @Test
  void jpeg_keepsTheScansOfProgressive() throws IOException {
    byte[] clean = Pictures.progressive(PICTURE);
    assertThat(stripped(Pictures.joined(clean, clean))).isEqualTo(clean);
  }

  @Test
  void jpeg_keepsOnlyTheOrientationOfExif() throws IOException {
    byte[] result = stripped(Pictures.withSegment(Pictures.jpeg(PICTURE), 0xe1, Pictures.exif(8)));
    assertThat(Pictures.latin(result)).doesNotContain(Pictures.SECRET, "Acme").contains("Exif");
    assertThat(result.length - Pictures.jpeg(PICTURE).length).isEqualTo(36);
  }

  @Test
  void jpeg_keepsProfileAndAdobe() throws IOException {
    byte[] profile = Pictures.joined(JpegStripper.ICC, new byte[] {1, 1}, DisplayP3.profile());
    byte[] jpeg = Pictures.withSegment(Pictures.jpeg(PICTURE), 0xe2, profile);
    byte[] adobe = Pictures.latin("Adobe\0d\0\0\0\0\1 and more" + Pictures.SECRET);
    String result = Pictures.latin(stripped(Pictures.withSegment(jpeg, 0xee, adobe)));
    assertThat(result).contains(Pictures.latin(profile)).contains("Adobe\0d\0\0\0\0\1");
    assertThat(result).doesNotContain("and more");
  }

  @Test
  void jpeg_ofTooManyScans_isRefused() {
    byte[] clean = Pictures.progressive(PICTURE);
    int scan = Pictures.latin(clean).indexOf("\u00ff\u00da");
    byte[][] parts = new byte[202][];
    Arrays.fill(parts, Arrays.copyOfRange(clean, scan, scan + 2 + clean[scan + 3]));
    parts[0] = Arrays.copyOf(clean, scan);
    parts[201] = new byte[] {(byte) 0xff, (byte) 0xd9};
    assertThatThrownBy(() -> stripped(Pictures.joined(parts)))
        .isInstanceOf(ImageRefused.class)
        .hasMessageContaining("scans");
  }

  @Test
  void png_losesTextAndTailButNoPixel() throws IOException {
    byte[] clean = Pictures.png(PICTURE);
    byte[] png = Pictures.withChunk(clean, "tEXt", Pictures.latin("Comment\0" + Pictures.SECRET));
    png =
        Pictures.withChunk(
            png, "iTXt", Pictures.latin("XML:com.adobe.xmp\0\0\0\0\0" + Pictures.SECRET));
    png = Pictures.withChunk(png, "prVt", SECRET);
    png = Pictures.withChunk(png, "tIME", new byte[7]);
    assertThat(stripped(Pictures.joined(png, TAIL))).isEqualTo(clean);
  }

  @Test
  void png_keepsOnlyTheOrientationOfExif() throws IOException {
    byte[] exif = Pictures.exif(6);
    byte[] tiff = Arrays.copyOfRange(exif, Exif.PREFIX.length, exif.length);
    byte[] result = stripped(Pictures.withChunk(Pictures.png(PICTURE), "eXIf", tiff));
    assertThat(Pictures.latin(result)).doesNotContain(Pictures.SECRET, "Acme").contains("eXIf");
    assertThat(pixels(result)).isEqualTo(pixels(Pictures.png(PICTURE)));
  }

  @Test
  void png_keepsProfileUnderAnotherName() throws IOException {
    byte[] deflated = IccProfile.deflate(DisplayP3.profile());
    byte[] named = Pictures.joined(SECRET, Arrays.copyOfRange(deflated, 3, deflated.length));
    byte[] result = stripped(Pictures.withChunk(Pictures.png(PICTURE), "iCCP", named));
    assertThat(Pictures.latin(result)).doesNotContain(Pictures.SECRET);
    assertThat(IccProfile.read(Pictures.file(directory, result), ImageFormat.PNG))
        .isEqualTo(DisplayP3.profile());
  }

  @Test
  void png_profileThatInflatesWithoutEnd_isDropped() throws IOException {
    byte[] bomb = IccProfile.deflate(new byte[IccProfile.MAX_BYTES + 1]);
    byte[] clean = Pictures.png(PICTURE);
    assertThat(stripped(Pictures.withChunk(clean, "iCCP", bomb))).isEqualTo(clean);
  }

  @Test
  void png_withWrongChecksumOfPixels_isRefused() {
    byte[] png = Pictures.png(PICTURE);
    png[Pictures.latin(png).indexOf("IDAT") + 10] ^= 1;
    assertThatThrownBy(() -> stripped(png)).isInstanceOf(ImageRefused.class);
  }

  @Test
  void gif_losesCommentsAndTailButNoFrame() throws IOException {
    byte[] clean = stripped(Pictures.gif(List.of(PICTURE, PICTURE)));
    int frame = 13 + GifHeader.colourTable(clean[10]);
    byte[] comment = Pictures.joined(new byte[] {0x21, (byte) 0xfe, 20}, SECRET, new byte[1]);
    byte[] xmp =
        Pictures.joined(
            new byte[] {0x21, (byte) 0xff, 11},
            Pictures.latin("XMP DataXMP"),
            new byte[] {20},
            SECRET,
            new byte[1]);
    byte[] loop = Pictures.latin("!\u00ff\u000bNETSCAPE2.0\3\1\5\0\0");
    byte[] gif =
        Pictures.joined(
            Arrays.copyOf(clean, frame),
            loop,
            comment,
            xmp,
            Arrays.copyOfRange(clean, frame, clean.length),
            TAIL);
    byte[] result = stripped(gif);
    assertThat(Pictures.latin(result)).doesNotContain(Pictures.SECRET);
    assertThat(result.length).isEqualTo(clean.length + loop.length);
    assertThat(pixels(result)).isEqualTo(pixels(clean));
  }

  @Test
  void webp_losesExifXmpAndTailAndCorrectsItsFlags() throws IOException {
    byte[] webp = Pictures.resource("patches-p3.webp");
    String before = Pictures.latin(webp);
    assertThat(before.startsWith("VP8X", 12)).isTrue();
    byte[] withMetadata =
        Pictures.joined(
            webp,
            Pictures.riffChunk("EXIF", Pictures.exif(1)),
            Pictures.riffChunk("XMP ", Pictures.xmp()));
    withMetadata[20] |= 0x0c;
    ByteBuffer.wrap(withMetadata)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt(4, withMetadata.length - 8);
    assertThat(stripped(Pictures.joined(withMetadata, TAIL))).isEqualTo(webp);
  }

  @Test
  void webp_keepsOnlyTheOrientationOfExif() throws IOException {
    byte[] webp = Pictures.resource("patches-p3.webp");
    byte[] turned = Pictures.joined(webp, Pictures.riffChunk("EXIF", Pictures.exif(6)));
    turned[20] |= 0x08;
    ByteBuffer.wrap(turned).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(4, turned.length - 8);
    byte[] result = stripped(turned);
    assertThat(Pictures.latin(result)).doesNotContain(Pictures.SECRET, "Acme");
    assertThat(result[20] & 0x08).isEqualTo(0x08);
  }

  @Test
  void webp_animation_losesUnknownChunksInsideItsFrames() throws IOException {
    byte[] still = Pictures.resource("patches-p3.webp");
    int at = Pictures.latin(still).indexOf("VP8L");
    byte[] pixels = Arrays.copyOfRange(still, at, still.length);
    byte[] size = {95, 0, 0, 63, 0, 0};
    byte[] hidden = Pictures.riffChunk("HIDE", SECRET);
    byte[] frame =
        Pictures.riffChunk(
            "ANMF", Pictures.joined(new byte[6], size, new byte[] {100, 0, 0, 0}, pixels, hidden));
    byte[] canvas = Pictures.joined(new byte[] {2, 0, 0, 0}, size);
    byte[] webp =
        Pictures.webp(
            Pictures.riffChunk("VP8X", canvas),
            Pictures.riffChunk("ANIM", new byte[6]),
            frame,
            frame);
    byte[] result = stripped(webp);
    assertThat(Pictures.latin(result)).doesNotContain(Pictures.SECRET, "HIDE");
    assertThat(result.length).isEqualTo(webp.length - 2 * hidden.length);
  }
}
