package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/**
 * Where the part of a post that is the same for every viewer comes from. It says nothing about who
 * may see it: whoever asks has found that out before, by the statement that gave the stamps.
 */
interface FragmentSource {
  /** The posts of these stamps; a boost comes without what it boosts. Missing ones are left out. */
  Future<Map<Long, StatusView>> load(Collection<StatusStamp> stamps);
}
