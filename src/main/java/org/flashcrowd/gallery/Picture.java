package org.flashcrowd.gallery;

/**
 * A photo as a page lays it out.
 *
 * @param src for browsers that do not choose from {@code srcset}
 * @param srcset every size worth loading
 * @param full the largest
 * @param preview absolute URL, for other sites that show a link to the page
 * @param width in pixels
 * @param height in pixels
 * @param description what its owner says is to be seen; empty when nothing
 * @param blur a few pixels as a data URI, stretched behind the photo while it loads
 * @param focus CSS classes that keep the important part in view when it is cropped
 */
public record Picture(
    String src,
    String srcset,
    String full,
    String preview,
    int width,
    int height,
    String description,
    String blur,
    String focus) {

  /** Upright, lying or about square: how it is placed on its page. */
  public String shape() {
    return height > width ? "upright" : "lying";
  }
}
