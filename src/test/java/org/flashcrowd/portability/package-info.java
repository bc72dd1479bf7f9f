@NullMarked
package org.flashcrowd.portability;

import org.jspecify.annotations.NullMarked;
