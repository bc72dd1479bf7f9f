package org.flashcrowd.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The published masto.js, unchanged: from signing up and in, by way of photos, posts, lists,
 * filters, search, notifications, live events and push, to signing out. Skipped where Node.js or
 * npm's registry is not at hand. By hand: {@code src/test/clients/masto/README.md}.
 */
@Timeout(360)
class MastoClientIT {
  private static final Duration INSTALL = Duration.ofSeconds(90);
  private static final Duration FLOW = Duration.ofSeconds(200);
  private static final int OLDEST_NODE = 20;

  @Test
  void flow_publishedMastoJs_getsTheAnswersThatItNeeds() throws Exception {
    NodeProgram masto = installed();
    String url = "http://127.0.0.1:" + freePort();
    try (TestServer server =
        TestServer.start(
            Map.of(
                "FLASHCROWD_HTTP_PORT",
                url.substring(url.lastIndexOf(':') + 1),
                // Where the client finds the stream of events and the photos.
                "FLASHCROWD_PUBLIC_URL",
                url,
                // The flow receives a push itself, on a port of this machine.
                "FLASHCROWD_PUSH_ALLOW_INSECURE",
                "true"))) {
      NodeProgram.Ended flow = masto.run(FLOW, "flow.mjs", server.uri().toString());
      assertThat(flow.inTime()).as("ended in time; it printed:\n%s", flow.output()).isTrue();
      assertThat(flow.code()).as("ended well; it printed:\n%s", flow.output()).isZero();
      assertThat(flow.lastLine()).isEqualTo("done");
    }
  }

  private static NodeProgram installed() throws IOException, InterruptedException {
    Optional<String> node = NodeProgram.nodeVersion();
    assumeTrue(node.isPresent(), "skipped: node and npm are not on the PATH");
    assumeTrue(
        major(node.get()) >= OLDEST_NODE,
        "skipped: node is " + node.get() + ", older than v" + OLDEST_NODE);
    NodeProgram masto = NodeProgram.copied("masto");
    NodeProgram.Ended npm = masto.install(INSTALL);
    assumeTrue(
        npm.well(),
        () ->
            npm.inTime()
                ? "skipped: npm could not install masto: " + npm.output()
                : "skipped: npm had not installed masto after " + INSTALL.toSeconds() + " s");
    return masto;
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(1, version.indexOf('.')));
  }

  /** Known before the server starts, because its public URL names it. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
