package org.flashcrowd.promises;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the rows of {@code docs/promises.md} that a test proves, or each test of a class together.
 * What it measures goes into a parameter of type {@link Figures}:
 *
 * <pre>{@code
 * @Test
 * @Proves(Promise.UPLOAD_CUT)
 * void upload_cutAtARandomByte_leavesNothing(Figures figures) {
 *   …
 *   figures.add("uploads cut", 1_000).add("rows left", rows);
 *   assertThat(rows).isZero();
 * }
 * }</pre>
 *
 * <p>Add figures before asserting on them: a promise that is broken is then shown with its figure.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Tag("promises")
@ExtendWith(PromiseRecorder.class)
public @interface Proves {
  Promise[] value();
}
