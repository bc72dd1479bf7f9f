/** Made-up people, photos and posts, to try a server with and to measure it on. */
@NullMarked
package org.flashcrowd.seed;

import org.jspecify.annotations.NullMarked;
