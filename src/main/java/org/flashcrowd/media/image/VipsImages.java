package org.flashcrowd.media.image;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The images made on the way to one result. libvips counts references: everything made here is
 * given back on close, but for what {@link #keep} hands out.
 */
final class VipsImages implements AutoCloseable {
  private final Vips vips;
  private final List<MemorySegment> made = new ArrayList<>();

  VipsImages(Vips vips) {
    this.vips = vips;
  }

  /** Runs an operation from a file to an image. */
  MemorySegment load(String operation, String file, List<?> options) {
    return make(operation, options, file);
  }

  /** Runs an operation from an image to an image, with its required arguments and no options. */
  MemorySegment apply(String operation, MemorySegment in, Object... required) {
    return apply(operation, in, List.of(required), List.of());
  }

  /** Runs an operation from an image to an image. */
  MemorySegment apply(String operation, MemorySegment in, List<?> required, List<?> options) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(in);
    arguments.addAll(required);
    return make(operation, options, arguments.toArray());
  }

  /** Evaluates the image into memory: from here on it no longer reads its file. */
  MemorySegment evaluate(MemorySegment in) {
    MemorySegment image = vips.pointer("vips_image_copy_memory", in);
    if (image.equals(MemorySegment.NULL)) {
      throw failed("vips_image_copy_memory");
    }
    made.add(image);
    return image;
  }

  /** An sRGB image from rows of red, green and blue. */
  MemorySegment fromRgb(byte[] pixels, Size size) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, pixels);
      MemorySegment image =
          vips.pointer(
              "vips_image_new_from_memory_copy",
              data,
              data.byteSize(),
              size.width(),
              size.height(),
              3,
              VipsCanvas.UCHAR);
      if (image.equals(MemorySegment.NULL)) {
        throw failed("vips_image_new_from_memory_copy");
      }
      made.add(image);
      return apply("vips_copy", image, List.of(), List.of("interpretation", VipsCanvas.SRGB));
    }
  }

  /** Takes an image out of what is given back on close. */
  MemorySegment keep(MemorySegment image) {
    vips.pointer("g_object_ref", image);
    return image;
  }

  @Override
  public void close() {
    made.forEach(image -> vips.run("g_object_unref", image));
  }

  /** The exception for a failed operation, with what the error buffer says, emptying it. */
  VipsFailed failed(String operation) {
    MemorySegment text = vips.pointer("vips_error_buffer_copy");
    try {
      return new VipsFailed(operation, Vips.text(text));
    } finally {
      vips.run("g_free", text);
    }
  }

  /** The prototype is (first, out, further required …, options …, NULL). */
  private MemorySegment make(String operation, List<?> options, Object... required) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(Vips.POINTER);
      List<Object> arguments = new ArrayList<>(Arrays.asList(required));
      arguments.add(1, out);
      if (vips.variadic(operation, arguments.size(), options, arguments.toArray()) != 0) {
        throw failed(operation);
      }
      MemorySegment image = out.get(Vips.POINTER, 0);
      made.add(image);
      return image;
    }
  }
}
