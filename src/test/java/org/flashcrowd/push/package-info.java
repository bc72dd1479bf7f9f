/** Tests of Web Push. */
@NullMarked
package org.flashcrowd.push;

import org.jspecify.annotations.NullMarked;
