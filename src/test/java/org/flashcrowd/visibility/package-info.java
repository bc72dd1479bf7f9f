/** Who gets to see which post and photo, over every route that answers with one. */
@NullMarked
package org.flashcrowd.visibility;

import org.jspecify.annotations.NullMarked;
