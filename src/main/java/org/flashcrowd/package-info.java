/** Flashcrowd: the command line and the composition root. */
@NullMarked
package org.flashcrowd;

import org.jspecify.annotations.NullMarked;
