@NullMarked
package org.flashcrowd.mail;

import org.jspecify.annotations.NullMarked;
