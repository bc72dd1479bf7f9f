package org.flashcrowd.portability;

/** A list that was brought along, as its page shows it. */
public record Brought(String what, String day, String result) {
  static Brought of(ImportRepository.Import list) {
    String what =
        switch (list.kind()) {
          case "following" -> "Whom you follow";
          case "blocking" -> "Whom you block";
          case "muting" -> "Whom you mute";
          default -> "Bookmarks";
        };
    String result =
        list.finished()
            ? "%d of %d found here".formatted(list.done(), list.total())
            : "%d of %d read so far".formatted(list.done() + list.failed(), list.total());
    return new Brought(what, Download.DAY.format(list.createdAt()), result);
  }
}
