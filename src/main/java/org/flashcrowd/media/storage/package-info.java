/** Object storage that speaks S3: a small client, and what protects the server from it. */
@NullMarked
package org.flashcrowd.media.storage;

import org.jspecify.annotations.NullMarked;
