package org.flashcrowd.media.image;

import java.nio.file.Path;

/**
 * A picture file that was made and can be served.
 *
 * @param name {@code original} or a rendition's name
 * @param width pixels as shown, after a turn that the file asks for
 * @param height pixels as shown, after a turn that the file asks for
 * @param bytes the length of {@code file}
 */
public record Rendered(
    String name, Path file, String contentType, int width, int height, long bytes) {}
