package org.flashcrowd.jobs;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One claimed job in the hands of its worker.
 *
 * @param args as enqueued; not to be changed
 * @param attempt 1 for the first
 * @param token the fencing token: larger at each claim of this job
 * @param deadline when this attempt is given up, by this node's clock
 */
public record Job(
    long id, JobKind kind, JsonObject args, int attempt, long token, Instant deadline) {}
