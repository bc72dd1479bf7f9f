package org.flashcrowd.media.image;

import java.util.List;

/**
 * All that becomes of an uploaded picture.
 *
 * @param original full size and quality, without metadata, its animation kept
 * @param renditions in the order of their specifications
 * @param blurhash a placeholder of some 30 characters, 4×3 components (3×4 for a portrait)
 * @param colour the dominant colour, as #rrggbb
 */
public record ProcessedImage(
    Rendered original,
    List<Rendered> renditions,
    String blurhash,
    String colour,
    ImageDetails details) {}
