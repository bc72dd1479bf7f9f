/** Tests of live events. */
@NullMarked
package org.flashcrowd.streaming;

import org.jspecify.annotations.NullMarked;
