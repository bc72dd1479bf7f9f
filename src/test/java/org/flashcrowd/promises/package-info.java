/**
 * What the server promises, row by row; the tests that prove it, and the figures they measure.
 *
 * <p>A test says which row it proves with {@link org.flashcrowd.promises.Proves}, and what it
 * measured through {@link org.flashcrowd.promises.Figures}. {@code docs/promises.md} is written
 * from that.
 */
@NullMarked
package org.flashcrowd.promises;

import org.jspecify.annotations.NullMarked;
