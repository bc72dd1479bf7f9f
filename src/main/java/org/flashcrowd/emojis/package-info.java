/** Custom emojis: small pictures that an operator adds, written as {@code :shortcode:}. */
@NullMarked
package org.flashcrowd.emojis;

import org.jspecify.annotations.NullMarked;
