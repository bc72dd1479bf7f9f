package org.flashcrowd.jobs;

/** Why a job failed, said by its handler. Any other exception counts as retryable. */
public final class JobFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  private JobFailure(String reason, boolean retryable) {
    super(reason);
    this.retryable = retryable;
  }

  /** Trying again cannot help: the job is parked with this reason. */
  public static JobFailure permanent(String reason) {
    return new JobFailure(reason, false);
  }

  /** Trying again later may help. */
  public static JobFailure retryable(String reason) {
    return new JobFailure(reason, true);
  }

  public boolean isRetryable() {
    return retryable;
  }
}
