package org.flashcrowd.bench.run;

import io.vertx.core.json.JsonObject;

/**
 * The CPU that a server and its PostgreSQL spend from a moment on.
 *
 * @param server its process
 * @param postmaster PostgreSQL's first process, whose children count too
 * @param serverBefore and
 * @param postgresBefore seconds at that moment
 */
public record CpuClock(long server, long postmaster, double serverBefore, double postgresBefore) {
  public static CpuClock start(long server, long postmaster) {
    return new CpuClock(server, postmaster, Proc.cpu(server), Proc.familyCpu(postmaster));
  }

  /** Seconds since then. */
  public JsonObject spent() {
    return new JsonObject()
        .put("cpu", Proc.cpu(server) - serverBefore)
        .put("postgres", Proc.familyCpu(postmaster) - postgresBefore);
  }
}
