/** Tests of conversations. */
@NullMarked
package org.flashcrowd.conversations;

import org.jspecify.annotations.NullMarked;
