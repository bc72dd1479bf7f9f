/** Home feeds by fan-out on write, and the public and tag timelines. */
@NullMarked
package org.flashcrowd.timelines;

import org.jspecify.annotations.NullMarked;
