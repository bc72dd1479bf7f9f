package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flashcrowd.auth.Letters;
import org.flashcrowd.config.ModerationSettings;
import org.flashcrowd.db.Database;
import org.flashcrowd.mail.Letter;
import org.flashcrowd.moderation.WarningRepository.Given;

/** Writes warnings to those whom they concern, as they are sent. */
final class WarningLetters {
  /** The letters' name, with {@code {warning}}. */
  static final String NAME = "moderation.warning";

  private final Database database;
  private final Letters letters;
  private final ModerationSettings settings;
  private final WarningRepository repository = new WarningRepository();

  WarningLetters(Database database, Letters letters, ModerationSettings settings) {
    this.database = database;
    this.letters = letters;
    this.settings = settings;
  }

  Future<Optional<Letter>> compose(JsonObject args) {
    return repository
        .byIds(database.primary(), List.of(args.getLong("warning")))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : compose(found.getFirst()));
  }

  private Future<Optional<Letter>> compose(Given given) {
    return letters.write(
        given.target(),
        "warned." + words(given.warning().action()),
        Map.of(
            "text",
            given.warning().text(),
            "days",
            Long.toString(settings.removeSuspendedAfter().toDays())));
  }

  private String words(String action) {
    return action.equals("suspend") && settings.removeSuspendedAfter().isZero()
        ? "suspend-and-keep"
        : action;
  }
}
