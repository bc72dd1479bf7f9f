package org.flashcrowd.accounts;

import io.vertx.core.Vertx;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;

/** What accounts offer to the rest of the server. */
public record AccountCapability(
    Accounts accounts,
    Profiles profiles,
    Directory directory,
    AccountSearch search,
    List<RouteSource> routes) {

  /** Builds the capability on its {@code accounts}, which others need before jobs are there. */
  public static AccountCapability build(
      Vertx vertx, Config config, Database database, Jobs jobs, Accounts accounts, Media media) {
    Profiles profiles = new Profiles(database, accounts, jobs, media);
    Directory directory = new Directory(database, accounts, config.publicUrl());
    AccountSearch search = new AccountSearch(database, directory, accounts);
    return new AccountCapability(
        accounts,
        profiles,
        directory,
        search,
        List.of(
            new AccountRoutes(accounts, directory, search),
            new CredentialRoutes(profiles),
            new PlaceholderRoutes(new Placeholders(vertx))));
  }
}
