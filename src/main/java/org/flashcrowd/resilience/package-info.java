/** Limits on what the server takes on, for how long, and on what it asks of others. */
@NullMarked
package org.flashcrowd.resilience;

import org.jspecify.annotations.NullMarked;
