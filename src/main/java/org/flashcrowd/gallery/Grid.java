package org.flashcrowd.gallery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a grid.
 *
 * @param older the key from which it goes on; null on the last page
 * @param newest whether nothing is newer
 */
public record Grid(List<Tile> tiles, @Nullable Long older, boolean newest) {
  public Grid {
    tiles = List.copyOf(tiles);
  }
}
