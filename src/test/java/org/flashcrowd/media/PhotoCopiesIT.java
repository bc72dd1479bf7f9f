package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.media.image.ImageDetails;
import org.flashcrowd.media.image.ProcessedImage;
import org.flashcrowd.media.image.Rendered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoCopiesIT {
  /** A few less than a file may have names on ext4 (65,000). */
  private static final int NAMES = 64_990;

  private static final int COPIES = 30;

  @TempDir Path media;

  @Test
  void copy_moreThanAFileMayHaveNames_allAreThere() throws IOException {
    List<Path> made = new ArrayList<>();
    try (PhotoCopies copies = new PhotoCopies(media)) {
      Path folder = copies.workFolder();
      PhotoCopies.Master master = copies.keep(picture(folder));
      for (int i = 0; i < NAMES; i++) {
        Files.createLink(folder.resolve("name" + i), master.files().getFirst());
      }
      for (int i = 0; i < COPIES; i++) {
        made.add(new MediaLayout(media).path(copies.copy(master), "original.jpg"));
      }
    }

    assertThat(made).hasSize(COPIES).allSatisfy(copy -> assertThat(copy).hasContent("pixels"));
  }

  private static ProcessedImage picture(Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("original.jpg"), "pixels");
    Rendered original = new Rendered("original", file, "image/jpeg", 4, 3, Files.size(file));
    return new ProcessedImage(original, List.of(), "LEHV6n", "#aabbcc", ImageDetails.NONE);
  }
}
