package org.flashcrowd.search;

import java.util.OptionalLong;
import org.flashcrowd.db.Page;
import org.jspecify.annotations.Nullable;

/**
 * What a call of the search asks for.
 *
 * @param viewer null for somebody not signed in
 * @param only the one sort of result that is wanted; null for all
 * @param resolve whether a URL is to be taken for what it stands for
 * @param following only accounts that the viewer follows
 * @param author only posts of this account
 * @param page of the posts; its limit is that of each sort
 * @param offset how many of the first to leave out
 */
record SearchRequest(
    @Nullable Long viewer,
    String text,
    @Nullable Sort only,
    boolean resolve,
    boolean following,
    OptionalLong author,
    Page page,
    int offset) {
  enum Sort {
    ACCOUNTS,
    STATUSES,
    HASHTAGS
  }

  boolean wants(Sort sort) {
    return only == null || only == sort;
  }

  int limit() {
    return page.limit();
  }
}
