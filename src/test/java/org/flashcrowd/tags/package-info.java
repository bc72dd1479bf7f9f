@NullMarked
package org.flashcrowd.tags;

import org.jspecify.annotations.NullMarked;
