/** Posts that are accepted now and go out at a time of their author's choice. */
@NullMarked
package org.flashcrowd.scheduling;

import org.jspecify.annotations.NullMarked;
