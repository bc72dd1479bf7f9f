package org.flashcrowd.accounts;

import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.Failure;

/** Finds accounts by what people type: {@code anna}, {@code @anna}, {@code anna@this.server}. */
public final class Directory {
  private final Database database;
  private final Accounts accounts;
  private final String host;

  public Directory(Database database, Accounts accounts, URI publicUrl) {
    this.database = database;
    this.accounts = accounts;
    this.host = publicUrl.getAuthority();
  }

  /** The host, and port where it is not the usual one, after the {@code @} of an address. */
  public String host() {
    return host;
  }

  /** By name or address in whatever case; 404 for nobody here. */
  public Future<AccountView> lookup(String address) {
    return username(address)
        .map(accounts::byUsername)
        .orElse(Future.succeededFuture(Optional.empty()))
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(account -> accounts.view(account.id()));
  }

  /**
   * Accounts whose name or shown name begins with the text, by name.
   *
   * @param following only those that {@code viewer} follows
   */
  Future<List<AccountView>> search(
      long viewer, String text, boolean following, int limit, int offset) {
    Optional<String> wanted = username(text.strip()).filter(name -> !name.isEmpty());
    if (wanted.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return accounts
        .repository()
        .startingWith(database.replica(), wanted.get(), following ? viewer : null, limit, offset)
        .compose(
            ids ->
                accounts
                    .views(ids)
                    .map(views -> ids.stream().map(views::get).filter(Objects::nonNull).toList()));
  }

  /** The name of an address; empty for one on another server. */
  private Optional<String> username(String address) {
    String bare = address.startsWith("@") ? address.substring(1) : address;
    int at = bare.indexOf('@');
    if (at < 0) {
      return Optional.of(bare);
    }
    return bare.substring(at + 1).equalsIgnoreCase(host)
        ? Optional.of(bare.substring(0, at))
        : Optional.empty();
  }
}
