/** Tests of the search: what is understood, what is found, and what is not. */
@NullMarked
package org.flashcrowd.search;

import org.jspecify.annotations.NullMarked;
