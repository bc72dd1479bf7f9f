package org.flashcrowd.filters;

import java.time.InstantSource;
import java.util.List;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.live.Live;

/** What filters offer to the rest of the server. */
public record FilterCapability(FilterCache filters, List<RouteSource> routes) {
  public static FilterCapability start(
      Database database, Channels channels, Ids ids, Live live, Caches caches) {
    FilterCache cache = new FilterCache(database, caches);
    cache.listen(channels);
    Filters filters = new Filters(database, new FilterRepository(ids), cache, live);
    InstantSource clock = InstantSource.system();
    return new FilterCapability(
        cache, List.of(new FilterRoutes(filters, clock), new V1FilterRoutes(filters, clock)));
  }
}
