package org.flashcrowd.media.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds an EXIF block as a phone writes it: camera, exposure, serial number, owner, position. */
final class ExifBlock {
  private static final int ASCII = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;

  /** An entry of a directory, its value as bytes of Latin-1. */
  private record Entry(int tag, int type, int count, String value) {}

  private final int orientation;
  private int makeCount = -1;

  ExifBlock(int orientation) {
    this.orientation = orientation;
  }

  /** Claims this many characters for the maker's name. */
  ExifBlock claimingMake(int count) {
    makeCount = count;
    return this;
  }

  byte[] bytes() {
    // Offsets count from the TIFF header; each directory is followed by what does not fit in it.
    List<Entry> camera = new ArrayList<>();
    String make = "Acme\0";
    camera.add(new Entry(0x010f, ASCII, makeCount < 0 ? make.length() : makeCount, make));
    camera.add(text(0x0110, "Pocket\u0007 7"));
    camera.add(number(0x0112, SHORT, orientation));
    camera.add(text(0x013b, "Owner " + Pictures.SECRET));
    List<Entry> shot =
        List.of(
            rational(0x829a, 1, 250),
            rational(0x829d, 18, 10),
            number(0x8827, SHORT, 100),
            text(0x9003, "2026:07:14 18:30:05"),
            rational(0x920a, 57, 10),
            text(0xa431, "Serial " + Pictures.SECRET),
            text(0xa434, "Acme 5.7mm f/1.8"));
    List<Entry> position =
        List.of(text(0x0001, "N"), rational(0x0002, 52, 1), text(0x001d, Pictures.SECRET));
    camera.add(number(0x8769, LONG, 0));
    camera.add(number(0x8825, LONG, 0));
    int shotAt = 8 + directory(camera, 8, 0).length;
    int positionAt = shotAt + directory(shot, shotAt, 0).length;
    camera.set(4, number(0x8769, LONG, shotAt));
    camera.set(5, number(0x8825, LONG, positionAt));
    return Pictures.joined(
        Exif.PREFIX,
        new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8},
        directory(camera, 8, 0),
        directory(shot, shotAt, 0),
        directory(position, positionAt, 0));
  }

  private static byte[] directory(List<Entry> entries, int at, int next) {
    int size = 2 + 12 * entries.size() + 4;
    ByteBuffer table = ByteBuffer.allocate(size).putShort((short) entries.size());
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      table.putShort((short) entry.tag()).putShort((short) entry.type()).putInt(entry.count());
      byte[] value = Pictures.latin(entry.value());
      if (value.length <= 4) {
        table.put(Arrays.copyOf(value, 4));
      } else {
        table.putInt(at + size + values.size());
        values.writeBytes(value);
      }
    }
    return Pictures.joined(table.putInt(next).array(), values.toByteArray());
  }

  private static Entry text(int tag, String value) {
    return new Entry(tag, ASCII, value.length() + 1, value + "\0");
  }

  private static Entry number(int tag, int type, int value) {
    ByteBuffer bytes = ByteBuffer.allocate(4);
    if (type == SHORT) {
      bytes.putShort((short) value);
    } else {
      bytes.putInt(value);
    }
    return new Entry(tag, type, 1, Pictures.latin(bytes.array()));
  }

  private static Entry rational(int tag, int over, int under) {
    byte[] bytes = ByteBuffer.allocate(8).putInt(over).putInt(under).array();
    return new Entry(tag, RATIONAL, 1, Pictures.latin(bytes));
  }
}
