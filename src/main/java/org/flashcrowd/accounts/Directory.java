package org.flashcrowd.accounts;

import io.vertx.core.Future;
import java.net.URI;
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

  /** By name or address in whatever case; 404 for nobody here, or not yet approved. */
  public Future<AccountView> lookup(String address) {
    return username(address)
        .map(name -> accounts.repository().lookup(database.primary(), name))
        .orElse(Future.succeededFuture(Optional.empty()))
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(account -> accounts.view(account.id()));
  }

  /**
   * The name of an address; empty for one on another server, and for what PostgreSQL cannot hold.
   */
  Optional<String> username(String address) {
    if (address.indexOf('\0') >= 0) {
      return Optional.empty();
    }
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
