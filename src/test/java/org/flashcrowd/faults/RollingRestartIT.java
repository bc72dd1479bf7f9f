package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flashcrowd.faults.Traffic.Habits;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.Balancer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nodes behind HAProxy are restarted one after the other while people use them. */
class RollingRestartIT {
  private static final int NODES = 3;
  private static final int SOCKETS = 6;
  private static final int PEOPLE = 6;
  private static final Duration PEAK = Duration.ofSeconds(3);
  // HAProxy looks every 200 ms here, and believes what it sees twice.
  private static final Map<String, String> SETTINGS =
      Map.of(
          "FLASHCROWD_DRAIN_NOTICE", "1500ms",
          "FLASHCROWD_JOBS_LEASE", "3s",
          "FLASHCROWD_JOBS_HEARTBEAT", "500ms");

  /** What people met with while nodes were replaced. */
  private record Seen(
      Samples samples,
      Journal.Verdict verdict,
      List<Integer> endings,
      double perSecond,
      String errors) {
    long failed() {
      return samples.where(sample -> !sample.ok()).count();
    }

    String wrong() {
      return samples.where(sample -> !sample.ok()).list() + "\n" + errors;
    }
  }

  @BeforeAll
  static void needHaProxy() {
    Assumptions.assumeTrue(Balancer.isInstalled(), Balancer.MISSING);
  }

  @Test
  @Proves(Promise.ROLLING_RESTART)
  void restart_oneNode_failsNoRequest(Figures figures) {
    keep(1, figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.ROLLING_RESTART)
  void restart_tenRounds_failsNoRequest(Figures figures) {
    keep(10 * NODES, figures);
  }

  private static void keep(int restarts, Figures figures) {
    Seen seen = restart(restarts, ServerProcess::stop);
    figures
        .add("restarts", restarts)
        .add("requests", seen.samples().count())
        .add("requests a second", Math.round(seen.perSecond()))
        .add("failed", seen.failed())
        .add("answers", seen.samples().answers())
        .add("p99", seen.samples().p99())
        .add("sockets ended", seen.endings().size())
        .add("lost", seen.verdict().lost().size())
        .add("twice", seen.verdict().twice().size());
    assertThat(seen.failed()).as(seen.wrong()).isZero();
    assertThat(seen.verdict().clean()).as(seen.verdict().toString()).isTrue();
    // Each node had some of the sockets, and told them to go to another one.
    assertThat(seen.endings()).hasSizeGreaterThanOrEqualTo(restarts).containsOnly(1001);
  }

  /** The control: without a farewell requests fail and sockets are cut. */
  @Test
  @Tag("faults")
  @Proves(Promise.ROLLING_RESTART)
  void control_nodesKilledInstead_failRequests(Figures figures) {
    Seen seen = restart(2 * NODES, ServerProcess::kill);
    figures.add("control, killed: failed", seen.failed());
    assertThat(seen.failed() + seen.endings().stream().filter(code -> code != 1001).count())
        .isPositive();
    assertThat(seen.verdict().clean()).as(seen.verdict().toString()).isTrue();
  }

  private static Seen restart(int restarts, Consumer<ServerProcess> ending) {
    Journal journal = new Journal();
    List<Balancer.Node> ports =
        IntStream.range(0, NODES).mapToObj(i -> Balancer.Node.free()).toList();
    try (Site site = Site.open(Map.of(), SETTINGS)) {
      List<ServerProcess> nodes = new ArrayList<>();
      ports.forEach(node -> nodes.add(site.node(node.settings())));
      try (Balancer balancer = Balancer.start(ports, Map.of())) {
        Duration pause = pauseOfHalfLoad(site, nodes.getFirst(), balancer, journal);
        List<KeptSocket> sockets =
            IntStream.range(0, SOCKETS)
                .mapToObj(i -> KeptSocket.at(balancer.uri(), site.tokens.getFirst()))
                .toList();
        Uploads.until(() -> sockets.stream().allMatch(KeptSocket::isOpen));
        long begun = System.nanoTime();
        StringBuilder errors = new StringBuilder();
        Traffic traffic =
            Traffic.at(
                site, nodes.getFirst(), balancer.uri(), journal, new Habits(4, 2, pause, true));
        try (traffic) {
          for (int i = 0; i < restarts; i++) {
            int number = i % NODES;
            traffic.untilAcknowledged(10);
            ending.accept(nodes.get(number));
            errors.append(errors(nodes.get(number)));
            nodes.set(number, site.node(ports.get(number).settings()));
            awaitBalanced(balancer, number + 1);
          }
          traffic.untilAcknowledged(10);
        }
        nodes.forEach(node -> errors.append(errors(node)));
        double seconds = (System.nanoTime() - begun) / 1e9;
        Uploads.until(() -> sockets.stream().allMatch(KeptSocket::isOpen));
        sockets.forEach(KeptSocket::close);
        return new Seen(
            traffic.samples(),
            journal.verify(site.database),
            sockets.stream().flatMap(socket -> socket.endings().stream()).toList(),
            traffic.samples().count() / seconds,
            errors.toString());
      }
    }
  }

  /** What a node has said about what went wrong, with the line after it. */
  private static String errors(ServerProcess node) {
    return Pattern.compile("(?m)^.* ERROR .*\n.*\n")
        .matcher(node.output())
        .results()
        .map(MatchResult::group)
        .collect(Collectors.joining());
  }

  /** How long people rest between their calls, so that the nodes have half of what they can do. */
  private static Duration pauseOfHalfLoad(
      Site site, ServerProcess node, Balancer balancer, Journal journal) {
    try (Traffic busy =
        Traffic.at(
            site, node, balancer.uri(), journal, new Habits(4, 2, Duration.ofNanos(1), true))) {
      busy.untilAcknowledged(50);
      int before = busy.samples().count();
      Traffic.during(PEAK, () -> {}, () -> {});
      double perSecond = (busy.samples().count() - before) / (double) PEAK.toSeconds();
      return Duration.ofNanos((long) (PEOPLE / perSecond * 1e9));
    }
  }

  /** The next node waits until this one is back, as whoever restarts nodes by hand does. */
  private static void awaitBalanced(Balancer balancer, int node) {
    Uploads.until(() -> balancer.lastWord("node" + node).contains("UP"));
  }
}
