@NullMarked
package org.flashcrowd.text;

import org.jspecify.annotations.NullMarked;
