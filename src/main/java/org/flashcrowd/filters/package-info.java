/** What somebody does not want to see: their filters, and which of them a text matches. */
@NullMarked
package org.flashcrowd.filters;

import org.jspecify.annotations.NullMarked;
