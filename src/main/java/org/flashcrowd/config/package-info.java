/** Settings: read from YAML and the environment, checked once, handed out as records. */
@NullMarked
package org.flashcrowd.config;

import org.jspecify.annotations.NullMarked;
