package org.flashcrowd.albums;

import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.statuses.Statuses;

/** What albums offer to the rest of the server. */
public record AlbumCapability(Albums albums, List<RouteSource> routes) {

  public static AlbumCapability build(
      Database database, Ids ids, Accounts accounts, Statuses statuses) {
    Albums albums = new Albums(database, ids, accounts, statuses);
    return new AlbumCapability(albums, List.of(new AlbumRoutes(albums)));
  }
}
