/** What people type: found mentions, tags and URLs in it, and safe HTML made of it. */
@NullMarked
package org.flashcrowd.text;

import org.jspecify.annotations.NullMarked;
