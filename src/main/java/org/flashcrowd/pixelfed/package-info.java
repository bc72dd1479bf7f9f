/** What Pixelfed's app asks for beside Mastodon's API, and nothing else answers. */
@NullMarked
package org.flashcrowd.pixelfed;

import org.jspecify.annotations.NullMarked;
