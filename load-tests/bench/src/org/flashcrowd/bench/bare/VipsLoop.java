package org.flashcrowd.bench.bare;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.flashcrowd.bench.inside.PictureLoop;

/**
 * The renditions of one photo by nothing but libvips, again and again: {@code VipsLoop PHOTO FOLDER
 * THREADS SECONDS}. One decode with shrink-on-load, the smaller pictures from the larger one, the
 * same sizes, qualities and options of encoding as the server's. No blurhash and no colour.
 */
public final class VipsLoop {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY =
      Stream.of("libvips.so.42", "libvips.42.dylib")
          .flatMap(VipsLoop::open)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("libvips is not installed"));
  private static final Map<List<Object>, MethodHandle> HANDLES = new ConcurrentHashMap<>();

  /** What is made: the longest edge, and the quality of its JPEG. */
  private record Rendition(String name, int edge, int quality) {}

  private static final List<Rendition> RENDITIONS =
      List.of(
          new Rendition("large", 1280, 82),
          new Rendition("small", 640, 80),
          new Rendition("thumbnail", 400, 80));

  private VipsLoop() {}

  private static Stream<SymbolLookup> open(String name) {
    try {
      return Stream.of(SymbolLookup.libraryLookup(name, Arena.global()));
    } catch (IllegalArgumentException missing) {
      return Stream.empty();
    }
  }

  public static void main(String[] arguments) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      call("vips_init", 1, arena.allocateFrom("bench"));
      call("vips_concurrency_set", 1, 1);
      call("vips_cache_set_max", 1, 0);
    }
    String photo = arguments[0];
    PictureLoop.run(
        Path.of(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        folder -> make(photo, Files.createDirectories(folder)));
  }

  private static void make(String photo, Path folder) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      List<MemorySegment> images = new ArrayList<>();
      for (Rendition rendition : RENDITIONS) {
        if (images.isEmpty()) {
          check(call("vips_thumbnail", 3, arena.allocateFrom(photo), out, rendition.edge(), end()));
        } else {
          check(call("vips_thumbnail_image", 3, images.getLast(), out, rendition.edge(), end()));
        }
        MemorySegment lazy = out.get(ADDRESS, 0);
        MemorySegment image = pointer("vips_image_copy_memory", lazy);
        call("g_object_unref", 1, lazy);
        images.add(image);
        String file = folder.resolve(rendition.name() + ".jpg").toString();
        check(
            call(
                "vips_jpegsave",
                2,
                image,
                arena.allocateFrom(file),
                arena.allocateFrom("Q"),
                rendition.quality(),
                arena.allocateFrom("optimize_coding"),
                1,
                arena.allocateFrom("strip"),
                1,
                end()));
      }
      images.forEach(image -> call("g_object_unref", 1, image));
    }
  }

  private static MemorySegment end() {
    return MemorySegment.NULL;
  }

  private static void check(int code) {
    if (code != 0) {
      throw new IllegalStateException("libvips failed");
    }
  }

  private static int call(String name, int fixed, Object... arguments) {
    try {
      return (int) handle(name, fixed, JAVA_INT, arguments).invokeWithArguments(arguments);
    } catch (Throwable failure) {
      throw new IllegalStateException(name, failure);
    }
  }

  private static MemorySegment pointer(String name, Object... arguments) {
    try {
      return (MemorySegment)
          handle(name, arguments.length, ADDRESS, arguments).invokeWithArguments(arguments);
    } catch (Throwable failure) {
      throw new IllegalStateException(name, failure);
    }
  }

  /** A handle for arguments of these types, the first {@code fixed} of which are declared. */
  private static MethodHandle handle(
      String name, int fixed, MemoryLayout result, Object... arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = arguments[i] instanceof Integer ? JAVA_INT : ADDRESS;
    }
    return HANDLES.computeIfAbsent(
        List.of(name, List.of(layouts)),
        key -> {
          FunctionDescriptor function = FunctionDescriptor.of(result, layouts);
          return arguments.length > fixed
              ? LINKER.downcallHandle(
                  LIBRARY.findOrThrow(name), function, Linker.Option.firstVariadicArg(fixed))
              : LINKER.downcallHandle(LIBRARY.findOrThrow(name), function);
        });
  }
}
