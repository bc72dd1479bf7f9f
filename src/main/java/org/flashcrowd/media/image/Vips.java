package org.flashcrowd.media.image;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls libvips through the Foreign Function and Memory API. libvips' operations are C functions of
 * variable arguments (name, value, …, NULL), so a handle is linked for each distinct list of types
 * and kept; the program has a few dozen.
 */
final class Vips {
  static final AddressLayout POINTER = ValueLayout.ADDRESS;

  /** Debian, Fedora and Alpine; development packages; macOS. */
  private static final List<String> NAMES =
      List.of("libvips.so.42", "libvips.so", "libvips.42.dylib", "libvips.dylib");

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols;
  private final Map<String, MethodHandle> handles = new ConcurrentHashMap<>();

  private Vips(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /** Looks the library up by its usual names, null where the machine has none. */
  @SuppressWarnings("restricted") // Loading a library is what this class is for.
  static @Nullable Vips find() {
    for (String name : NAMES) {
      try {
        return new Vips(SymbolLookup.libraryLookup(name, Arena.global()));
      } catch (IllegalArgumentException absent) {
        // Not under this name.
      }
    }
    return null;
  }

  boolean has(String function) {
    return symbols.find(function).isPresent();
  }

  /** Calls a function that returns nothing. */
  void run(String function, Object... arguments) {
    invoke(function, null, -1, arguments);
  }

  /** Calls a function of fixed arguments that returns an int. */
  int number(String function, Object... arguments) {
    return (int) result(function, invoke(function, ValueLayout.JAVA_INT, -1, arguments));
  }

  /** Calls a function of fixed arguments that returns a pointer. */
  MemorySegment pointer(String function, Object... arguments) {
    return (MemorySegment) result(function, invoke(function, POINTER, -1, arguments));
  }

  /** Calls a function that returns a list of texts for the caller to free. */
  List<String> texts(String function, Object... arguments) {
    MemorySegment list = pointer(function, arguments);
    try {
      List<String> texts = new ArrayList<>();
      MemorySegment entries = bytes(list, Long.MAX_VALUE);
      for (long at = 0; ; at += POINTER.byteSize()) {
        MemorySegment text = entries.get(POINTER, at);
        if (text.equals(MemorySegment.NULL)) {
          return texts;
        }
        texts.add(text(text));
      }
    } finally {
      run("g_strfreev", list);
    }
  }

  /** Calls a function of {@code fixed} arguments and then options, which are closed with NULL. */
  int variadic(String function, int fixed, List<?> options, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(options);
    all.add(MemorySegment.NULL);
    return (int) result(function, invoke(function, ValueLayout.JAVA_INT, fixed, all.toArray()));
  }

  /** The text at a pointer that C owns. */
  @SuppressWarnings("restricted") // A C string carries no length to check against.
  static String text(MemorySegment pointer) {
    return pointer.equals(MemorySegment.NULL)
        ? ""
        : pointer.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** The {@code size} bytes at a pointer that C owns. */
  @SuppressWarnings("restricted") // The length comes from the same call as the pointer.
  static MemorySegment bytes(MemorySegment pointer, long size) {
    return pointer.reinterpret(size);
  }

  private @Nullable Object invoke(
      String function, @Nullable MemoryLayout returns, int fixed, Object[] arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemoryLayout[] layouts = new MemoryLayout[arguments.length];
      Object[] values = new Object[arguments.length];
      StringBuilder key = new StringBuilder(function).append(' ');
      for (int i = 0; i < arguments.length; i++) {
        values[i] = arguments[i] instanceof String text ? arena.allocateFrom(text) : arguments[i];
        layouts[i] = layout(values[i]);
        key.append(layouts[i]).append(' ');
      }
      MethodHandle handle =
          handles.computeIfAbsent(
              key.toString(), unlinked -> link(function, returns, fixed, layouts));
      return (@Nullable Object) handle.invokeExact(values);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(function, impossible);
    }
  }

  /** A handle that takes its arguments as one array, since invokeExact refuses boxed numbers. */
  @SuppressWarnings("restricted") // Each signature is written beside its C prototype by a caller.
  private MethodHandle link(
      String function, @Nullable MemoryLayout returns, int fixed, MemoryLayout[] layouts) {
    MemorySegment address =
        symbols
            .find(function)
            .orElseThrow(() -> new IllegalStateException("libvips has no " + function));
    FunctionDescriptor descriptor =
        returns == null
            ? FunctionDescriptor.ofVoid(layouts)
            : FunctionDescriptor.of(returns, layouts);
    Linker.Option[] options =
        fixed < 0
            ? new Linker.Option[0]
            : new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)};
    return linker
        .downcallHandle(address, descriptor, options)
        .asSpreader(Object[].class, layouts.length)
        .asType(MethodType.methodType(Object.class, Object[].class));
  }

  private static MemoryLayout layout(Object value) {
    return switch (value) {
      case MemorySegment pointer -> POINTER;
      case Integer number -> ValueLayout.JAVA_INT;
      case Long number -> ValueLayout.JAVA_LONG;
      case Double number -> ValueLayout.JAVA_DOUBLE;
      default -> throw new IllegalArgumentException("No C type for " + value.getClass());
    };
  }

  private static Object result(String function, @Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException(function + " returned nothing");
    }
    return value;
  }
}
