package org.flashcrowd.media;

/**
 * One file of a photo that is served.
 *
 * @param name {@code original} or the rendition's
 * @param file its last path segment, such as {@code large.jpg}
 * @param contentType its media type
 * @param width pixels as shown
 * @param height pixels as shown
 * @param bytes its length
 */
public record PictureFile(
    String name, String file, String contentType, int width, int height, long bytes) {}
