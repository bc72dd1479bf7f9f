/** The life of an account after it was made: its settings pages, and its end. */
@NullMarked
package org.flashcrowd.membership;

import org.jspecify.annotations.NullMarked;
