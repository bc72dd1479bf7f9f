/** Photographs: received, kept, made into renditions by workers, described and served. */
@NullMarked
package org.flashcrowd.media;

import org.jspecify.annotations.NullMarked;
