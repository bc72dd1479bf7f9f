package org.flashcrowd;

import java.util.List;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.graph.RelationshipView;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.MediaView;
import org.flashcrowd.statuses.StatusCapability;
import org.flashcrowd.text.Handle;
import org.flashcrowd.text.Links;
import org.flashcrowd.text.RichText;

/**
 * Does once, before the port opens, what is slow only the first time: generating the accessors of
 * views (Blackbird) and loading the sanitiser take an event loop a tenth of a second each, and the
 * first people to come would wait for it. Blocking: for a worker thread.
 */
final class WarmUp {
  private static final List<Class<?>> VIEWS =
      List.of(AccountView.class, RelationshipView.class, MediaView.class, Failure.Body.class);

  private WarmUp() {}

  private static final class Somewhere implements Links {
    @Override
    public String mention(Handle handle) {
      return "https://example.org/@somebody";
    }

    @Override
    public String tag(String name) {
      return "https://example.org/tags/tag";
    }
  }

  /** Returns how many views were prepared. */
  static int run() {
    for (Class<?> view : VIEWS) {
      Json.prepare(view);
    }
    Json.prepareReading(AccountView.class);
    Json.prepareMembers(AccountView.class);
    StatusCapability.warmUp();
    RichText.html("@somebody #tag https://example.org <b>", new Somewhere());
    return VIEWS.size();
  }
}
