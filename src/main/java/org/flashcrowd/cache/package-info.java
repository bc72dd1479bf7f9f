/** Redis, for what may be lost. */
@NullMarked
package org.flashcrowd.cache;

import org.jspecify.annotations.NullMarked;
