/** Tests of announcements. */
@NullMarked
package org.flashcrowd.announcements;

import org.jspecify.annotations.NullMarked;
