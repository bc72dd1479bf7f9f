@NullMarked
package org.flashcrowd.lists;

import org.jspecify.annotations.NullMarked;
