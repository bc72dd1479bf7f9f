/** Hostile input over the whole of the API's document. */
@NullMarked
package org.flashcrowd.hostile;

import org.jspecify.annotations.NullMarked;
