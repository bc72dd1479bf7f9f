/** Who follows, blocks and mutes whom. */
@NullMarked
package org.flashcrowd.graph;

import org.jspecify.annotations.NullMarked;
