/** Posts: writing, reading, answering, boosting and liking them, and who may see which. */
@NullMarked
package org.flashcrowd.statuses;

import org.jspecify.annotations.NullMarked;
