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

  private static final List<String> ONSETS =
      List.of(
          "b", "br", "d", "f", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t",
          "tr", "v", "z");
  private static final List<String> RHYMES =
      List.of("a", "an", "ar", "e", "el", "en", "i", "in", "is", "o", "on", "or", "u", "um", "us");
  private static final int PLACES = 20_000;
  private static final int SYLLABLES = 3;

  private final SplittableRandom random;
  private final HeavyTail places = new HeavyTail(PLACES);

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
    return any(OPENINGS)
        + (random.nextInt(2) == 0 ? "" : " Near " + place(places.draw(random)) + ".")
        + (" #" + tag)
        + (random.nextInt(3) == 0 ? " #photography" : "");
  }

  /** One of many places, a few of which everybody goes to: words as rare and common as in life. */
  private static String place(int number) {
    StringBuilder name = new StringBuilder();
    int rest = number;
    for (int i = 0; i < SYLLABLES; i++) {
      name.append(ONSETS.get(rest % ONSETS.size()));
      rest /= ONSETS.size();
      name.append(RHYMES.get((rest + i) % RHYMES.size()));
      rest /= RHYMES.size();
    }
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  String comment() {
    return any(COMMENTS);
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
