package org.flashcrowd.media.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items of a HEIF {@code meta} box that matter here: which is the primary one, the properties
 * linked to it, and where EXIF is stored. Running over the end of the box throws {@link
 * java.nio.BufferUnderflowException} or {@link IllegalArgumentException}.
 */
final class HeifItems {
  private static final int MAX_ENTRIES = 70_000;

  /** Where an item's bytes lie in the file. */
  record Extent(long offset, long length) {}

  /** Receives measures to check against the limits. */
  interface Measures {
    void check(long width, long height, long frames);
  }

  private record Property(String type, ByteBuffer body) {}

  private final List<Property> properties = new ArrayList<>();
  private final Map<Long, List<Integer>> linked = new HashMap<>();
  private final Map<Long, Extent> extents = new HashMap<>();
  private long primary = -1;
  private long exifItem = -1;

  private HeifItems() {}

  static HeifItems parse(ByteBuffer meta) {
    HeifItems items = new HeifItems();
    meta.getInt();
    while (meta.remaining() >= 8) {
      Property box = box(meta);
      switch (box.type()) {
        case "pitm" -> items.primary = id(box.body(), version(box.body()) > 0);
        case "iinf" -> items.readInfo(box.body());
        case "iloc" -> items.readLocations(box.body());
        case "iprp" -> items.readProperties(box.body());
        default -> {}
      }
    }
    return items;
  }

  /** Checks every measure in the file, since a tile or an alpha plane is decoded too. */
  void largest(Measures limits) {
    for (Property property : properties) {
      if (property.type().equals("ispe")) {
        ByteBuffer body = property.body();
        limits.check(unsigned(body.getInt(4)), unsigned(body.getInt(8)), 1);
      }
    }
  }

  ImageInfo info(ImageFormat format) {
    int width = 0;
    int height = 0;
    for (int index : linked.getOrDefault(primary, List.of())) {
      if (index < 1 || index > properties.size()) {
        continue;
      }
      Property property = properties.get(index - 1);
      if (property.type().equals("ispe")) {
        width = property.body().getInt(4);
        height = property.body().getInt(8);
      } else if (property.type().equals("irot") && (property.body().get(0) & 1) != 0) {
        int turned = width;
        width = height;
        height = turned;
      }
    }
    if (width < 1 || height < 1) {
      throw ImageRefused.damaged();
    }
    return new ImageInfo(format, width, height, 1, 1, alpha());
  }

  @Nullable Extent exif() {
    return extents.get(exifItem);
  }

  private boolean alpha() {
    return properties.stream()
        .filter(property -> property.type().equals("auxC"))
        .map(property -> StandardCharsets.ISO_8859_1.decode(property.body().duplicate()).toString())
        .anyMatch(name -> name.contains(":alpha") || name.contains("hevc:2015:auxid:1"));
  }

  private void readInfo(ByteBuffer in) {
    int entries = version(in) == 0 ? in.getShort() & 0xffff : in.getInt();
    for (int i = 0; i < bounded(entries) && in.remaining() >= 8; i++) {
      ByteBuffer entry = box(in).body();
      int version = version(entry);
      if (version >= 2) {
        long item = id(entry, version > 2);
        entry.getShort();
        if (name(entry).equals("Exif")) {
          exifItem = item;
        }
      }
    }
  }

  private void readLocations(ByteBuffer in) {
    int version = version(in);
    int sizes = in.getShort() & 0xffff;
    int offsetSize = sizes >> 12;
    int lengthSize = sizes >> 8 & 15;
    int baseSize = sizes >> 4 & 15;
    int indexSize = version == 0 ? 0 : sizes & 15;
    int entries = version < 2 ? in.getShort() & 0xffff : in.getInt();
    for (int i = 0; i < bounded(entries); i++) {
      long item = id(in, version == 2);
      int method = version == 0 ? 0 : in.getShort() & 15;
      in.getShort();
      long base = number(in, baseSize);
      int count = in.getShort() & 0xffff;
      if (count > 1 && offsetSize + lengthSize == 0) {
        throw new IllegalArgumentException("extents of no size");
      }
      for (int extent = 0; extent < count; extent++) {
        number(in, indexSize);
        long offset = number(in, offsetSize);
        long length = number(in, lengthSize);
        // Only what lies in the file in one piece: EXIF always does.
        if (method == 0 && count == 1) {
          extents.put(item, new Extent(base + offset, length));
        }
      }
    }
  }

  private void readProperties(ByteBuffer in) {
    while (in.remaining() >= 8) {
      Property box = box(in);
      if (box.type().equals("ipco")) {
        while (box.body().remaining() >= 8 && properties.size() < MAX_ENTRIES) {
          properties.add(box(box.body()));
        }
      } else if (box.type().equals("ipma")) {
        readLinks(box.body());
      }
    }
  }

  private void readLinks(ByteBuffer in) {
    int flags = in.getInt(0) & 0xffffff;
    int version = version(in);
    int entries = in.getInt();
    for (int i = 0; i < bounded(entries); i++) {
      long item = id(in, version > 0);
      int count = in.get() & 0xff;
      List<Integer> indexes = new ArrayList<>(count);
      for (int link = 0; link < count; link++) {
        indexes.add((flags & 1) != 0 ? in.getShort() & 0x7fff : in.get() & 0x7f);
      }
      linked.put(item, indexes);
    }
  }

  /** The next box, its body on its own, and the position moved behind it. */
  private static Property box(ByteBuffer in) {
    long size = unsigned(in.getInt());
    String type = name(in);
    long header = 8;
    if (size == 1) {
      size = in.getLong();
      header = 16;
    } else if (size == 0) {
      size = in.remaining() + header;
    }
    if (size < header || size - header > in.remaining()) {
      throw new IllegalArgumentException("box beyond its parent");
    }
    int body = (int) (size - header);
    ByteBuffer slice = in.slice(in.position(), body);
    in.position(in.position() + body);
    return new Property(type, slice);
  }

  private static String name(ByteBuffer in) {
    byte[] name = new byte[4];
    in.get(name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static int version(ByteBuffer in) {
    return in.getInt() >>> 24;
  }

  private static long id(ByteBuffer in, boolean wide) {
    return wide ? unsigned(in.getInt()) : in.getShort() & 0xffff;
  }

  private static long number(ByteBuffer in, int bytes) {
    return switch (bytes) {
      case 0 -> 0;
      case 4 -> unsigned(in.getInt());
      case 8 -> in.getLong();
      default -> throw new IllegalArgumentException("size of a number");
    };
  }

  private static int bounded(int entries) {
    if (entries < 0 || entries > MAX_ENTRIES) {
      throw new IllegalArgumentException("too many entries");
    }
    return entries;
  }

  private static long unsigned(int value) {
    return value & 0xffffffffL;
  }
}
