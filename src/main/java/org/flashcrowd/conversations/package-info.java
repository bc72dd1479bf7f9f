/** Direct posts, as conversations between those who are in them. */
@NullMarked
package org.flashcrowd.conversations;

import org.jspecify.annotations.NullMarked;
