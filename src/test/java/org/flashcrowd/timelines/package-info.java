/** Tests of timelines against real services. */
@NullMarked
package org.flashcrowd.timelines;

import org.jspecify.annotations.NullMarked;
