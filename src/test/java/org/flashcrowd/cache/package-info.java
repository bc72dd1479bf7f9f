@NullMarked
package org.flashcrowd.cache;

import org.jspecify.annotations.NullMarked;
