package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/**
 * A day of a server in small: {@code rate} people a second, of whom most read, some favour, and few
 * post. {@code -Dseconds=3600} for an hour.
 */
public final class SoakSimulation extends Simulation {
  public SoakSimulation() {
    Target target = Target.fromProperties();
    Data data = new Data(target.data());
    setUp(
            scenario("a day")
                .exec(feed(data.people()))
                .exec(
                    randomSwitch()
                        .on(
                            percent(45.0).then(Actions.browseAnonymously(data)),
                            percent(40.0).then(Actions.browseSignedIn(data)),
                            percent(12.0).then(Actions.browseSignedIn(data), Actions.FAVOURITE),
                            percent(3.0).then(Actions.UPLOAD, Actions.POST_PHOTO)))
                .injectOpen(constantUsersPerSec(target.rate()).during(target.duration())))
        .protocols(target.protocol())
        .assertions(target.assertions());
  }
}
