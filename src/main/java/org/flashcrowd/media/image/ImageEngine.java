package org.flashcrowd.media.image;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A library that decodes, transforms and encodes pixels. Safe for many threads, one picture a
 * thread; every call blocks.
 */
public sealed interface ImageEngine permits VipsEngine, JdkEngine {

  /** Names the engine and its version, for the line a server prints as it starts. */
  String describe();

  /** Whether pictures of this format can be decoded. */
  boolean reads(ImageFormat format);

  /** Whether pictures can be encoded in this format. */
  boolean writes(ImageFormat format);

  /**
   * Decodes the first frame of a checked picture, shrinking while loading where the format allows,
   * so that the longest side is at most {@code edge} pixels. Turn and colours are as stored.
   *
   * @throws ImageRefused when the bytes are damaged or end early
   */
  Canvas decode(Path file, ImageInfo info, int edge) throws IOException;

  /** Gives back what the library keeps for the calling thread. */
  void release();
}
