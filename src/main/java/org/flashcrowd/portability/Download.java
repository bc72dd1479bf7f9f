package org.flashcrowd.portability;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** An archive as its page shows it. */
public record Download(long id, String day, String size, boolean ready) {
  static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  static Download of(Exports.Export export) {
    boolean ready = export.file() != null;
    return new Download(
        export.id(),
        DAY.format(export.createdAt()),
        ready
            ? String.format(Locale.ENGLISH, "%.1f MB", export.bytes() / 1e6)
            : "It is being written; a letter tells you when it is ready.",
        ready);
  }
}
