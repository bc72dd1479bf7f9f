/**
 * What is kept so that it need not be asked for again: in memory, and in Redis, which may lose it.
 */
@NullMarked
package org.flashcrowd.cache;

import org.jspecify.annotations.NullMarked;
