package org.flashcrowd.jobs;

/** The job was taken from its worker, which was thought dead: its transaction must not commit. */
public final class LeaseLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLost(Job job) {
    super("the lease of " + job.kind().name() + " " + job.id() + " was lost");
  }
}
