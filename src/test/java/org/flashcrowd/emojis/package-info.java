/** Tests of custom emojis. */
@NullMarked
package org.flashcrowd.emojis;

import org.jspecify.annotations.NullMarked;
