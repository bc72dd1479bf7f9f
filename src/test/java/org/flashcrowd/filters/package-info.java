/** Tests of filters. */
@NullMarked
package org.flashcrowd.filters;

import org.jspecify.annotations.NullMarked;
