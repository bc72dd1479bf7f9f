/** Tests of what Pixelfed's app asks for. */
@NullMarked
package org.flashcrowd.pixelfed;

import org.jspecify.annotations.NullMarked;
