/** Tests that drive the server through published clients, unchanged. */
@NullMarked
package org.flashcrowd.clients;

import org.jspecify.annotations.NullMarked;
