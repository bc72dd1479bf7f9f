/** Tests of what is recommended. */
@NullMarked
package org.flashcrowd.recommendations;

import org.jspecify.annotations.NullMarked;
