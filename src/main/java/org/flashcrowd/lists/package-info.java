/** Lists of some of those whom somebody follows, and who stands on them. */
@NullMarked
package org.flashcrowd.lists;

import org.jspecify.annotations.NullMarked;
