/** Web Push: notifications for phones and browsers that are not connected. */
@NullMarked
package org.flashcrowd.push;

import org.jspecify.annotations.NullMarked;
