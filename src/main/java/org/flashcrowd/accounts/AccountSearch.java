package org.flashcrowd.accounts;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flashcrowd.accounts.AccountSearchRepository.Asked;
import org.flashcrowd.db.Database;
import org.flashcrowd.text.Folding;
import org.jspecify.annotations.Nullable;

/**
 * Finds accounts by any part of their name and shown name. Suspended accounts, and those that wait
 * for approval or for their address to be confirmed, are not found.
 */
public final class AccountSearch {
  /** The longest text that is looked for; more is no name. */
  private static final int LONGEST = 100;

  // Apart from everybody else's: a search takes long beside a lookup, which would wait behind it.
  private static final int CONNECTIONS = 2;
  private static final Map<String, String> SESSION =
      Map.of(
          "statement_timeout", "1000",
          "pg_trgm.word_similarity_threshold", "0.65");
  // Of shorter texts too much is alike.
  private static final int SHORTEST_ALIKE = 4;

  private final Directory directory;
  private final Accounts accounts;
  private final AccountSearchRepository repository;

  AccountSearch(Database database, Directory directory, Accounts accounts) {
    this.directory = directory;
    this.accounts = accounts;
    this.repository =
        new AccountSearchRepository(
            database.dedicatedReads("account-search", CONNECTIONS, SESSION));
  }

  /**
   * The best first: the very name, whom the viewer follows, names that begin so; where there is
   * none of these, names that are nearly the same.
   *
   * @param viewer null for somebody not signed in
   * @param following only those that the viewer follows
   * @param limit at most so many, and {@code offset} of the best left out; both bounded by the
   *     caller
   */
  public Future<List<AccountView>> find(
      @Nullable Long viewer, String text, boolean following, int limit, int offset) {
    return asked(viewer, text, following, limit, offset)
        .map(
            asked ->
                repository
                    .find(asked)
                    .compose(
                        found -> found.isEmpty() ? alike(asked) : Future.succeededFuture(found))
                    .compose(this::views))
        .orElse(Future.succeededFuture(List.of()));
  }

  /** The same for a text that may not be meant as a name at all: nothing is guessed. */
  public Future<List<AccountView>> named(
      @Nullable Long viewer, String text, boolean following, int limit, int offset) {
    return asked(viewer, text, following, limit, offset)
        .map(asked -> repository.find(asked).compose(this::views))
        .orElse(Future.succeededFuture(List.of()));
  }

  private Optional<Asked> asked(
      @Nullable Long viewer, String text, boolean following, int limit, int offset) {
    return directory
        .username(text.strip())
        .map(String::strip)
        .filter(name -> !name.isEmpty() && name.length() <= LONGEST)
        .map(name -> new Asked(viewer, name, following, limit, offset));
  }

  private Future<List<Long>> alike(Asked asked) {
    String folded = Folding.fold(asked.text());
    return asked.offset() == 0 && folded.length() >= SHORTEST_ALIKE && Folding.hasTrigram(folded)
        ? repository.alike(asked)
        : Future.succeededFuture(List.of());
  }

  private Future<List<AccountView>> views(List<Long> ids) {
    return accounts
        .views(ids)
        .map(views -> ids.stream().map(views::get).filter(Objects::nonNull).toList());
  }
}
