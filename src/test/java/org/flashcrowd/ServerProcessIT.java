package org.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own, with the PostgreSQL and Redis that it starts itself. */
@Timeout(240)
class ServerProcessIT {
  private static final Pattern PORT = Pattern.compile("for everybody \\(port (\\d+)\\)");
  private static final Pattern MANAGEMENT = Pattern.compile(":(\\d+)/metrics");
  private static final long STOP_SECONDS = 90;

  /** One for all tests: unpacking PostgreSQL takes longer than a start. */
  @TempDir private static Path data;

  private final List<Process> started = new ArrayList<>();

  private record Node(Process process, ApiClient client, ApiClient management) {}

  private record Done(int code, String out, String err) {}

  /** A server that a failed test left behind stops what it started. */
  @AfterEach
  void stopAll() throws InterruptedException {
    for (Process process : started) {
      process.destroy();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  @Test
  @Proves(Promise.OPERATIONS)
  void serve_killedAndStartedAgain_keepsEverythingAndStopsWhole() throws Exception {
    Node first = serve();
    assertThat(first.management().get("/health/ready").status()).isEqualTo(200);
    assertThat(first.management().get("/health/live").status()).isEqualTo(200);

    // Beside the running server, on its database.
    Done account =
        command(
            "correct horse\n",
            "account",
            "create",
            "alice",
            "--email=alice@example.org",
            "--password-stdin");
    assertThat(account.err()).isEmpty();
    assertThat(account.out()).startsWith("Created @alice, id ");
    Done token = command("", "token", "create", "--account", "alice");
    assertThat(token.err()).isEmpty();
    String bearer = token.out().strip();
    assertThat(whoIs(first, bearer)).isEqualTo("alice");

    Done second = command("", "serve");
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err().lines())
        .singleElement()
        .asString()
        .contains("another server uses data_dir");

    List<Long> services = services();
    assertThat(services).allMatch(ServerProcessIT::runs);
    first.process().destroyForcibly();
    assertThat(first.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(services).allMatch(ServerProcessIT::runs);

    Node again = serve();
    assertThat(services()).isEqualTo(services);
    assertThat(whoIs(again, bearer)).isEqualTo("alice");

    again.process().destroy();
    assertThat(again.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(services).noneMatch(ServerProcessIT::runs);

    Done listed = command("", "account", "list");
    assertThat(listed.out()).contains("@alice");
    assertThat(services().stream().filter(ServerProcessIT::runs)).isEmpty();
  }

  @Test
  void serve_portTaken_failsInOneLineAndLeavesNothingRunning() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process =
          process(
              Map.of(
                  "FLASHCROWD_HTTP_PORT",
                  Integer.toString(taken.getLocalPort()),
                  "FLASHCROWD_LOGGING_LEVEL",
                  "error"),
              "serve");

      Done done = finish(process, "");

      assertThat(done.code()).isEqualTo(1);
      assertThat(done.err())
          .contains("flashcrowd: ", "FLASHCROWD_HTTP_PORT")
          .doesNotContain("\tat ");
      assertThat(services().stream().filter(ServerProcessIT::runs)).isEmpty();
    }
  }

  private static String whoIs(Node node, String token) {
    ApiClient.Answer answer = node.client().as(token).get("/api/v1/accounts/verify_credentials");
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().get("username").asText();
  }

  /** Starts a server and waits until it says that it is ready, and where. */
  private Node serve() throws IOException {
    Process process = process(Map.of("FLASHCROWD_HTTP_PORT", "0"), "serve");
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    int port = awaitPort(process, output, PORT);
    int management = awaitPort(process, output, MANAGEMENT);
    return new Node(process, client(port), client(management));
  }

  private static int awaitPort(Process process, BufferedReader output, Pattern pattern)
      throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new AssertionError("the server ended: " + Files.readString(errors(process)));
  }

  private static ApiClient client(int port) {
    return new ApiClient(URI.create("http://127.0.0.1:" + port));
  }

  private Done command(String input, String... arguments) throws Exception {
    return finish(process(Map.of(), arguments), input);
  }

  private static Done finish(Process process, String input) throws Exception {
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Done(process.exitValue(), out, Files.readString(errors(process)));
  }

  private Process process(Map<String, String> settings, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dio.netty.jfr.enabled=false",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("FLASHCROWD_"));
    builder.environment().put("FLASHCROWD_DATA_DIR", data.resolve("data").toString());
    builder.environment().put("FLASHCROWD_HTTP_HOST", "127.0.0.1");
    builder.environment().put("FLASHCROWD_MANAGEMENT_PORT", "0");
    builder.environment().putAll(settings);
    Path errors = Files.createTempFile(data, "starting", ".stderr");
    Process process = builder.redirectError(errors.toFile()).start();
    // One for each: a server that is busy says so beside a command.
    Files.move(errors, errors(process), StandardCopyOption.REPLACE_EXISTING);
    started.add(process);
    return process;
  }

  private static Path errors(Process process) {
    return data.resolve(process.pid() + ".stderr");
  }

  /** The processes of PostgreSQL and Redis, as their own files say. */
  private static List<Long> services() throws IOException {
    List<Long> pids = new ArrayList<>();
    for (String file : List.of("postgres/data/postmaster.pid", "redis/pid")) {
      Path path = data.resolve("data").resolve(file);
      if (Files.exists(path)) {
        pids.add(Long.valueOf(Files.readAllLines(path).getFirst().strip()));
      }
    }
    return pids;
  }

  /**
   * Whether a process runs a program of ours; one that has ended but was not waited for does not.
   */
  private static boolean runs(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .filter(program -> program.startsWith(data.toString()))
        .isPresent();
  }
}
