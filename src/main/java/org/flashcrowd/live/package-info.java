/** What has just happened, told to every node that somebody listens on. */
@NullMarked
package org.flashcrowd.live;

import org.jspecify.annotations.NullMarked;
