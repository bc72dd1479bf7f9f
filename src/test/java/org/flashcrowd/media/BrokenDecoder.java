package org.flashcrowd.media;

import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;
import javax.imageio.stream.ImageInputStream;

/**
 * A decoder of PNG for the JDK engine that never decodes anything. It takes the place of the real
 * one in processes that have the property {@code test.png}: {@code hang}, {@code memory} (of the
 * heap), {@code native} (memory beside it) or {@code crash}.
 */
public final class BrokenDecoder extends ImageReaderSpi {
  private static final int STEP = 32 << 20;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final List<long[]> HELD = new ArrayList<>();
  private static final String HOW = System.getProperty("test.png", "");

  public BrokenDecoder() {
    super(
        "tests",
        "1",
        new String[] {"broken"},
        null,
        new String[] {HOW.isEmpty() ? "application/x-nothing" : "image/png"},
        Reader.class.getName(),
        new Class<?>[] {ImageInputStream.class},
        null,
        false,
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        null);
  }

  @Override
  public void onRegistration(ServiceRegistry registry, Class<?> category) {
    Iterator<ImageReaderSpi> others = registry.getServiceProviders(ImageReaderSpi.class, false);
    while (others.hasNext()) {
      ImageReaderSpi other = others.next();
      if (other != this) {
        registry.setOrdering(ImageReaderSpi.class, this, other);
      }
    }
  }

  @Override
  public boolean canDecodeInput(Object source) {
    return false;
  }

  @Override
  public ImageReader createReaderInstance(Object extension) {
    return new Reader(this);
  }

  @Override
  public String getDescription(Locale locale) {
    return "broken";
  }

  private static final class Reader extends ImageReader {
    Reader(ImageReaderSpi spi) {
      super(spi);
    }

    @Override
    public BufferedImage read(int index, ImageReadParam param) {
      switch (HOW) {
        case "hang" -> hang();
        case "memory" -> exhaust();
        case "native" -> exhaustBesideTheHeap();
        default -> crash();
      }
      throw new AssertionError("still here");
    }

    /** As native code does: an interrupt changes nothing. */
    private static void hang() {
      while (HOW.equals("hang")) {
        LockSupport.parkNanos(1_000_000_000);
      }
    }

    private static void exhaust() {
      while (HOW.equals("memory")) {
        HELD.add(new long[1 << 20]);
      }
    }

    /** As a decoder does that believes what a file says of its size; two gigabytes at most. */
    private static void exhaustBesideTheHeap() {
      for (long held = 0; held < 2L << 30; held += STEP) {
        Arena.global().allocate(STEP).fill((byte) 1);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }

    @SuppressWarnings("restricted")
    private static void crash() {
      MemorySegment.ofAddress(8).reinterpret(8).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    }

    @Override
    public int getNumImages(boolean search) {
      return 1;
    }

    @Override
    public int getWidth(int index) {
      return 1;
    }

    @Override
    public int getHeight(int index) {
      return 1;
    }

    @Override
    public Iterator<ImageTypeSpecifier> getImageTypes(int index) {
      return List.<ImageTypeSpecifier>of().iterator();
    }

    @Override
    public IIOMetadata getStreamMetadata() {
      throw new UnsupportedOperationException();
    }

    @Override
    public IIOMetadata getImageMetadata(int index) {
      throw new UnsupportedOperationException();
    }
  }
}
