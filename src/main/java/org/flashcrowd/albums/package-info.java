/** Albums: some of an account's photos under a title, which Pixelfed calls a collection. */
@NullMarked
package org.flashcrowd.albums;

import org.jspecify.annotations.NullMarked;
