/** The public pages: what anybody may see, as HTML that works without script. */
@NullMarked
package org.flashcrowd.gallery;

import org.jspecify.annotations.NullMarked;
