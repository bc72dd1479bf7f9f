package org.flashcrowd.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
@Proves(Promise.PUSH_ENDPOINT)
class EndpointsIT {
  private Vertx vertx;
  private final Deque<List<String>> answers = new ArrayDeque<>();
  private Endpoints endpoints;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    endpoints =
        new Endpoints(
            vertx.createSharedWorkerExecutor("lookups", 1),
            this::resolve,
            Config.defaults().push());
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    List<String> answer = answers.poll();
    if (answer == null) {
      throw new UnknownHostException(host);
    }
    InetAddress[] addresses = new InetAddress[answer.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = InetAddress.getByName(answer.get(i));
    }
    return addresses;
  }

  private InetSocketAddress ask(String endpoint) {
    return await(endpoints.address(URI.create(endpoint)));
  }

  @Test
  void address_public_isTheOneThatWasChecked() {
    answers.add(List.of("1.1.1.1", "2606:4700::1111"));

    InetSocketAddress address = ask("https://push.example:8443/x");

    assertThat(address.getAddress().getHostAddress()).isEqualTo("1.1.1.1");
    assertThat(address.getPort()).isEqualTo(8443);
  }

  @Test
  void address_nameMeansSomethingElseTheNextTime_isRefused() {
    answers.add(List.of("1.1.1.1"));
    answers.add(List.of("169.254.169.254"));
    ask("https://push.example/x");

    assertThatThrownBy(() -> ask("https://push.example/x")).isInstanceOf(Endpoints.Refused.class);
  }

  @Test
  void address_oneOfManyIsPrivate_isRefused() {
    answers.add(List.of("1.1.1.1", "10.0.0.1"));

    assertThatThrownBy(() -> ask("https://push.example/x")).isInstanceOf(Endpoints.Refused.class);
  }

  @Test
  void address_withoutTls_isRefusedUnasked() {
    answers.add(List.of("1.1.1.1"));
    for (String endpoint : List.of("http://push.example/x", "ftp://push.example/x")) {
      assertThatThrownBy(() -> ask(endpoint)).isInstanceOf(Endpoints.Refused.class);
    }
    assertThat(answers).hasSize(1);
  }

  @Test
  void address_unknownName_failsAsSuch() {
    assertThatThrownBy(() -> ask("https://push.example/x"))
        .isInstanceOf(UnknownHostException.class);
  }
}
