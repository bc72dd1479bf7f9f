package org.flashcrowd.notifications;

/**
 * A policy and what waits because of it: the API's <a
 * href="https://docs.joinmastodon.org/entities/NotificationPolicy/">NotificationPolicy</a>.
 */
record PolicyView(
    Policy.Verdict forNotFollowing,
    Policy.Verdict forNotFollowers,
    Policy.Verdict forNewAccounts,
    Policy.Verdict forPrivateMentions,
    Policy.Verdict forLimitedAccounts,
    Summary summary) {

  /**
   * What waits.
   *
   * @param pendingRequestsCount at most 100
   * @param pendingNotificationsCount at most 1000
   */
  record Summary(int pendingRequestsCount, int pendingNotificationsCount) {}

  static PolicyView of(Policy policy, Summary summary) {
    return new PolicyView(
        policy.notFollowing(),
        policy.notFollowers(),
        policy.newAccounts(),
        policy.privateMentions(),
        policy.limitedAccounts(),
        summary);
  }
}
