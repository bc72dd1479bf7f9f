package org.flashcrowd.resilience;

/**
 * What {@link Admission} goes by.
 *
 * @param maxWaitNanos how long a request may wait to be let in
 * @param queue requests that may wait
 * @param least requests let in at once, at least
 * @param most requests let in at once, at most
 * @param targetNanos time of an answer, above which fewer are let in
 * @param targetLagMillis lag of the loop, above which fewer are let in
 */
public record AdmissionBounds(
    long maxWaitNanos, int queue, int least, int most, long targetNanos, double targetLagMillis) {}
