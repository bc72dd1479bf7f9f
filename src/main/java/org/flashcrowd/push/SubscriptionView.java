package org.flashcrowd.push;

import java.util.Map;
import java.util.TreeMap;

/**
 * A subscription as its app sees it: the API's <a
 * href="https://docs.joinmastodon.org/entities/WebPushSubscription/">WebPushSubscription</a>.
 *
 * @param id a number below 2^31: Tusky and Ice Cubes decode nothing else
 * @param alerts every type of notification, and whether it is pushed
 */
record SubscriptionView(
    long id,
    String endpoint,
    boolean standard,
    Map<String, Boolean> alerts,
    String policy,
    String serverKey) {
  static SubscriptionView of(Subscription subscription, String serverKey) {
    Map<String, Boolean> alerts = new TreeMap<>();
    SubscriptionForm.ALERTS.forEach(type -> alerts.put(type, subscription.alerts().contains(type)));
    return new SubscriptionView(
        subscription.id(),
        subscription.endpoint().toString(),
        subscription.standard(),
        alerts,
        SubscriptionForm.wire(subscription.policy()),
        serverKey);
  }
}
