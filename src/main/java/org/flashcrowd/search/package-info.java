/** Finds posts, accounts and tags by what somebody types; docs/search.md says how. */
@NullMarked
package org.flashcrowd.search;

import org.jspecify.annotations.NullMarked;
