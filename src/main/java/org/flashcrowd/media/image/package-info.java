/**
 * Turns an uploaded picture into the clean original, renditions and placeholders a server shows,
 * and refuses what it cannot trust: blocking code for worker threads, on libvips or the JDK alone.
 */
@NullMarked
package org.flashcrowd.media.image;

import org.jspecify.annotations.NullMarked;
