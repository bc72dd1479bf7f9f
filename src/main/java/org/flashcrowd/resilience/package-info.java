/** Limits on what the server takes on and on what it asks of others, as decorators. */
@NullMarked
package org.flashcrowd.resilience;

import org.jspecify.annotations.NullMarked;
