/** What the tests share: a server on a database of its own, a client, fixtures. */
@NullMarked
package org.flashcrowd.testing;

import org.jspecify.annotations.NullMarked;
