package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/**
 * After an outage everybody signs in again: {@code rate} people a second go through the pages, the
 * password and the token, and look at their home timeline. A password's hash is what costs; a rate
 * above what the workers can do is answered 503 and fails the run.
 */
public final class SignInStormSimulation extends Simulation {
  public SignInStormSimulation() {
    Target target = Target.fromProperties();
    Data data = new Data(target.data());
    setUp(
            scenario("sign-ins")
                .exec(feed(data.people()))
                .exec(Actions.REGISTER_APP)
                .exec(Actions.SIGN_IN)
                .exec(Actions.home("home timeline"))
                .injectOpen(constantUsersPerSec(target.rate()).during(target.duration())))
        .protocols(target.protocol())
        .assertions(target.assertions());
  }
}
