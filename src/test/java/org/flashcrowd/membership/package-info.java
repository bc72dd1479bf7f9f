@NullMarked
package org.flashcrowd.membership;

import org.jspecify.annotations.NullMarked;
