/** Tests of bulkheads and rate limits. */
@NullMarked
package org.flashcrowd.resilience;

import org.jspecify.annotations.NullMarked;
