package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.mail.Mail;
import org.flashcrowd.moderation.WarningRepository.Given;
import org.jspecify.annotations.Nullable;

/**
 * What moderators let somebody know: kept, written to them by mail, and announced as {@code
 * account.warned {warning, account, told}}.
 */
final class Warnings {
  private final Database database;
  private final Ids ids;
  private final Jobs jobs;
  private final Accounts accounts;
  private final Mail mail;
  private final WarningRepository repository = new WarningRepository();

  Warnings(Database database, Ids ids, Jobs jobs, Accounts accounts, Mail mail) {
    this.database = database;
    this.ids = ids;
    this.jobs = jobs;
    this.accounts = accounts;
    this.mail = mail;
  }

  /**
   * Gives a warning.
   *
   * @param moderator null from the command line
   * @param told whether its account's owner hears of it
   * @return its id
   */
  Future<Long> give(Sql tx, @Nullable Long moderator, long account, Warning warning, boolean told) {
    long id = ids.next();
    JsonObject args = new JsonObject().put("warning", id).put("account", account).put("told", told);
    return repository
        .insert(tx, id, moderator, account, warning)
        .compose(kept -> jobs.announce(tx, "account.warned", args, account))
        .compose(announced -> told ? write(tx, id, account) : Future.succeededFuture())
        .map(id);
  }

  private Future<Void> write(Sql tx, long warning, long account) {
    return mail.enqueue(tx, WarningLetters.NAME, new JsonObject().put("warning", warning), account);
  }

  /** The API's AccountWarning of each of these that there is. */
  Future<Map<Long, Object>> byId(Collection<Long> ids) {
    return repository.byIds(database.primary(), ids).compose(this::shown);
  }

  private Future<Map<Long, Object>> shown(List<Given> found) {
    return accounts
        .views(found.stream().map(Given::target).distinct().toList())
        .map(
            people -> {
              Map<Long, Object> shown = new HashMap<>();
              for (Given given : found) {
                AccountView target = people.get(given.target());
                if (target != null) {
                  shown.put(given.id(), WarningView.of(given, target));
                }
              }
              return shown;
            });
  }
}
