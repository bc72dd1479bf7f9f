package org.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "migrate",
        "account",
        "account create",
        "account list",
        "account reset-password",
        "account approve",
        "token",
        "token create",
        "jobs",
        "jobs list",
        "jobs retry",
        "jobs discard",
        "doctor",
        "version"
      })
  void help_everyCommand_saysHowItIsUsed(String command) {
    Ran ran = Ran.run((command + " --help").strip().split(" "));

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("Usage: " + ("flashcrowd " + command).strip());
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void version_isOneLine() {
    Ran ran = Ran.run("version");

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines()).singleElement().asString().startsWith("Flashcrowd ");
  }

  @Test
  void unknownCommand_suggestsTheNearest() {
    Ran ran = Ran.run("acount");

    assertMistyped(ran);
    assertThat(ran.err()).contains("acount").contains("account");
  }

  @Test
  void unknownOption_isNamed() {
    Ran ran = Ran.run("doctor", "--fix");

    assertMistyped(ran);
    assertThat(ran.err()).contains("--fix").contains("Try: flashcrowd doctor --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"account", "token", "jobs"})
  void groupAlone_asksForACommand(String group) {
    Ran ran = Ran.run(group);

    assertMistyped(ran);
    assertThat(ran.err()).contains(group + " needs a command");
  }

  @Test
  void accountCreate_withoutEmail_saysSo() {
    Ran ran = Ran.run("account", "create", "alice", "--password", "correct horse");

    assertMistyped(ran);
    assertThat(ran.err()).contains("--email");
  }

  @Test
  void accountCreate_withoutPassword_namesBothWays() {
    Ran ran = Ran.run("account", "create", "alice", "--email", "alice@example.org");

    assertMistyped(ran);
    assertThat(ran.err()).contains("--password and --password-stdin");
  }

  @Test
  void accountCreate_unknownRole_namesTheRoles() {
    Ran ran =
        Ran.run("account", "create", "a", "--email", "a@b.c", "--password", "x", "--role", "king");

    assertMistyped(ran);
    assertThat(ran.err()).contains("king").containsIgnoringCase("moderator");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "-1", "many"})
  void accountList_impossibleLimit_isRefused(String limit) {
    Ran ran = Ran.run("account", "list", "--limit=" + limit);

    assertMistyped(ran);
    assertThat(ran.err()).contains("--limit");
  }

  @Test
  void jobsRetry_neitherIdsNorKind_asksForOne() {
    Ran ran = Ran.run("jobs", "retry");

    assertMistyped(ran);
    assertThat(ran.err()).contains("ids or --kind");
  }

  @Test
  void jobsDiscard_idThatIsNoNumber_isNamed() {
    Ran ran = Ran.run("jobs", "discard", "first");

    assertMistyped(ran);
    assertThat(ran.err()).contains("first");
  }

  @Test
  void configuration_wrong_isExplainedWithoutAStackTrace() throws IOException {
    Path file = Files.writeString(folder.resolve("site.yaml"), "http: {prot: 80}\n");

    Ran ran = Ran.run("migrate", "--config", file.toString());

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("http.prot").contains("did you mean http.port?");
    ran.assertNoStackTrace();
  }

  @Test
  void configuration_missingFile_isNamed() {
    Ran ran = Ran.run("--config", folder.resolve("none.yaml").toString(), "migrate");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("none.yaml");
    ran.assertNoStackTrace();
  }

  private static void assertMistyped(Ran ran) {
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("flashcrowd: ").contains("Try: flashcrowd");
    ran.assertNoStackTrace();
  }
}
