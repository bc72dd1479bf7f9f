/** Tests of posts that go out at a later time. */
@NullMarked
package org.flashcrowd.scheduling;

import org.jspecify.annotations.NullMarked;
