@NullMarked
package org.flashcrowd.statuses;

import org.jspecify.annotations.NullMarked;
