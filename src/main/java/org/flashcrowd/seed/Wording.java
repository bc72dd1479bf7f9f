package org.flashcrowd.seed;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Names and sentences for people and posts. */
final class Wording {
  private static final List<String> GIVEN =
      List.of(
          "Ada", "Ben", "Chiara", "Dario", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kaya",
          "Liam", "Mara", "Nils", "Olga", "Pau", "Quinn", "Rosa", "Sami", "Tove", "Uma", "Vito",
          "Wanda", "Xenia", "Yuki", "Zoe");
  private static final List<String> FAMILY =
      List.of(
          "Abel", "Berg", "Costa", "Dahl", "Engel", "Fiore", "Gomez", "Haas", "Ivanova", "Jansen",
          "Keller", "Lind", "Moreau", "Novak", "Okafor", "Petit", "Rossi", "Sato", "Turner", "Ueda",
          "Vogel", "Weiss", "Young", "Zhang");
  private static final List<String> BIOS =
      List.of(
          "Light, mostly.",
          "Walking with a camera since 2009.",
          "Film and patience.",
          "Mountains at dawn.",
          "I photograph what the sea brings.",
          "Small towns, long shadows.",
          "Learning to look.");
  private static final List<String> OPENINGS =
      List.of(
          "Up early for this.",
          "The last light of the day.",
          "Waited an hour, worth it.",
          "From yesterday's walk.",
          "One more before the rain.",
          "Nobody else around.",
          "Same place, another season.",
          "First try with the new lens.");
  private static final List<String> COMMENTS =
      List.of(
          "What a light!",
          "Where is this?",
          "I can almost hear it.",
          "The colours are wonderful.",
          "Beautifully quiet.",
          "This made my morning.");

  private final SplittableRandom random;

  Wording(SplittableRandom random) {
    this.random = random;
  }

  /** The name of person {@code number}; the number keeps handles apart. */
  Person person(int number) {
    String given = GIVEN.get(number % GIVEN.size());
    String family = FAMILY.get((number / GIVEN.size()) % FAMILY.size());
    int repeat = number / (GIVEN.size() * FAMILY.size());
    String handle = (given + "_" + family).toLowerCase(Locale.ROOT) + (repeat == 0 ? "" : repeat);
    return new Person(handle, given + " " + family, any(BIOS));
  }

  /** Somebody, with what their profile says. */
  record Person(String handle, String name, String bio) {}

  String caption(String tag) {
    return any(OPENINGS) + " #" + tag + (random.nextInt(3) == 0 ? " #photography" : "");
  }

  String comment() {
    return any(COMMENTS);
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
