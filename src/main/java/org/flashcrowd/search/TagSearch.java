package org.flashcrowd.search;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.tags.TagView;
import org.flashcrowd.tags.Tags;
import org.jspecify.annotations.Nullable;

/** Finds tags by a part of their name. */
final class TagSearch {
  private final TagSearchRepository repository;
  private final Tags tags;

  TagSearch(TagSearchRepository repository, Tags tags) {
    this.repository = repository;
    this.tags = tags;
  }

  /** Those whose name has this in it, the best first. */
  Future<List<TagView>> find(@Nullable Long viewer, String name, int limit, int offset) {
    return repository.find(viewer, name, limit, offset).compose(ids -> tags.views(viewer, ids));
  }
}
