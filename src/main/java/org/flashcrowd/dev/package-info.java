/** A real PostgreSQL and Redis as child processes, for a laptop, a first look and the tests. */
@NullMarked
package org.flashcrowd.dev;

import org.jspecify.annotations.NullMarked;
