/** Limits on what the server takes on: bulkheads and rate limits. */
@NullMarked
package org.flashcrowd.resilience;

import org.jspecify.annotations.NullMarked;
