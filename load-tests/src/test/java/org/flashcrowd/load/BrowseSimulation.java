package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/**
 * People look around, half of them signed in. What they come across is shared out as it is in life:
 * a few posts are seen by nearly everybody.
 */
public final class BrowseSimulation extends Simulation {
  public BrowseSimulation() {
    Target target = Target.fromProperties();
    Data data = new Data(target.data());
    int half = Math.max(1, target.users() / 2);
    setUp(
            scenario("strangers")
                .exec(Actions.browseAnonymously(data))
                .injectClosed(constantConcurrentUsers(half).during(target.duration())),
            scenario("members")
                .exec(feed(data.people()))
                .exec(Actions.browseSignedIn(data))
                .injectClosed(constantConcurrentUsers(half).during(target.duration())))
        .protocols(target.protocol())
        .assertions(target.assertions());
  }
}
