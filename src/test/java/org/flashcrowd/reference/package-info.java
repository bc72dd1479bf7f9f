/** Tests of the reference that is served. */
@NullMarked
package org.flashcrowd.reference;

import org.jspecify.annotations.NullMarked;
