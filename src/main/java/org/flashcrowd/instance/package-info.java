/** How the server introduces itself: to apps, to crawlers, to other servers. */
@NullMarked
package org.flashcrowd.instance;

import org.jspecify.annotations.NullMarked;
