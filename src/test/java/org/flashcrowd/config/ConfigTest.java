package org.flashcrowd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  @TempDir Path folder;

  @Test
  void load_nothingSet_givesTheDefaults() {
    Config config = Config.defaults();

    assertThat(config.http().port()).isEqualTo(8080);
    assertThat(config.http().maxBody()).isEqualTo(1 << 20);
    assertThat(config.http().headerTimeout()).isEqualTo(Duration.ofSeconds(9));
    assertThat(config.limits().media()).isEqualTo(new Rate(30, Duration.ofMinutes(30)));
    assertThat(config.roles()).containsExactly(Config.Role.values());
    assertThat(config.instance().thumbnail()).isNull();
    assertThat(config.media().renditions()).extracting("name").contains("thumbnail", "large");
  }

  @Test
  void load_fileAndVariable_theVariableWins() throws IOException {
    Path file = write("http: {port: 1111, max_body: 2MB}\npublic_url: https://photos.example\n");

    Config config = Config.load(file, Map.of("FLASHCROWD_HTTP_PORT", "2222"));

    assertThat(config.http().port()).isEqualTo(2222);
    assertThat(config.http().maxBody()).isEqualTo(2 << 20);
    assertThat(config.publicUrl()).isEqualTo(URI.create("https://photos.example"));
    assertThat(config.management().port()).isEqualTo(9080);
  }

  @Test
  void load_sectionWithEverythingCommentedOut_keepsTheDefaults() throws IOException {
    assertThat(Config.load(write("http:\n  # port: 80\n"), Map.of()).http().port()).isEqualTo(8080);
    assertThat(Config.load(write("# nothing\n"), Map.of())).isEqualTo(Config.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http,media", "[http, media]", " http , media ,", "[HTTP, \"media\"]"})
  void load_listInAVariable_isFlowOrCommaSeparated(String value) {
    assertThat(Config.load(null, Map.of("FLASHCROWD_ROLES", value)).roles())
        .containsExactly(Config.Role.HTTP, Config.Role.MEDIA);
  }

  @Test
  void load_renditionsInAVariable_areReadAsYaml() {
    String renditions =
        "[{name: thumbnail, edge: 200, format: webp, quality: 70},"
            + "{name: small, edge: 600, format: auto, quality: 80},"
            + "{name: large, edge: 1400, format: jpeg, quality: 90}]";

    Config config = Config.load(null, Map.of("FLASHCROWD_MEDIA_RENDITIONS", renditions));

    assertThat(config.media().renditions().getFirst())
        .isEqualTo(new Config.Rendition("thumbnail", 200, Config.Rendition.Format.WEBP, 70));
  }

  @Test
  void load_zeroInstances_followTheCores() {
    Config config = new ConfigLoader(Map.of(), 8).load(null);

    assertThat(config.instances()).isEqualTo(new Config.Instances(8, 7, 1, 1, 4));
    assertThat(config.workers()).isEqualTo(new Config.Workers(7, 4, 1, 1));
    assertThat(config.auth().argon2().concurrency()).isEqualTo(4);
    assertThat(new ConfigLoader(Map.of(), 1).load(null).instances())
        .isEqualTo(new Config.Instances(1, 1, 1, 1, 1));
  }

  @Test
  void load_noPublicUrl_isLocalhostWithThePort() {
    assertThat(Config.load(null, Map.of("FLASHCROWD_HTTP_PORT", "8181")).publicUrl())
        .isEqualTo(URI.create("http://localhost:8181"));
  }

  @Test
  void load_relativePaths_startAtTheInstallation() {
    Config config =
        Config.load(
            null, Map.of("FLASHCROWD_HOME", folder.toString(), "FLASHCROWD_DATA_DIR", "elsewhere"));

    assertThat(config.dataDir()).isEqualTo(folder.resolve("elsewhere"));
    assertThat(config.media().directory()).isEqualTo(folder.resolve("elsewhere/media"));
  }

  @Test
  void load_severalProblems_namesEachWithKeyValueSourceAndFix() throws IOException {
    Path file =
        write(
            "htttp: {port: 1}\nhttp: {prot: 80, idle_timeout: 10}\njobs: 5\nroles: [http, web]\n");

    assertThatThrownBy(
            () ->
                Config.load(
                    file,
                    Map.of(
                        "FLASHCROWD_HTTP_PORT", "99999",
                        "FLASHCROWD_HTTP_MAXBODY", "1MB",
                        "FLASHCROWD_LIMITS_ENABLED", "yes")))
        .isInstanceOf(ConfigError.class)
        .hasMessageContaining("8 problems")
        .hasMessageContaining("did you mean http?")
        .hasMessageContaining("http.prot (" + file + "): no such key; did you mean http.port?")
        .hasMessageContaining("http.idle_timeout = 10 (" + file + "): must be a duration")
        .hasMessageContaining("jobs = 5 (" + file + "): must be a section")
        .hasMessageContaining("roles[1] = web (" + file + "): must be one of http, media")
        .hasMessageContaining("http.port = 99999 (FLASHCROWD_HTTP_PORT): must be from 0 to 65535")
        .hasMessageContaining("did you mean FLASHCROWD_HTTP_MAX_BODY?")
        .hasMessageContaining("limits.enabled = yes (FLASHCROWD_LIMITS_ENABLED): must be true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FLASHCROWD_PUBLIC_URL|https://photos.example/|without a trailing slash",
        "FLASHCROWD_PUBLIC_URL|photos.example|must be an absolute URL",
        "FLASHCROWD_PUBLIC_URL|ftp://photos.example|must be an absolute URL",
        "FLASHCROWD_PUBLIC_URL|https://photos.example/a?b|scheme, host and port alone",
        "FLASHCROWD_HTTP_PORT|-1|must be from 0 to 65535",
        "FLASHCROWD_HTTP_PORT|http|must be a whole number",
        "FLASHCROWD_HTTP_PORT|9080|choose another",
        "FLASHCROWD_FEEDS_PULL_THRESHOLD|0|must be from 1",
        "FLASHCROWD_HTTP_MAX_BODY|1TB|must be a size",
        "FLASHCROWD_HTTP_MAX_UPLOAD|99999999999GB|must be a size",
        "FLASHCROWD_JOBS_HEARTBEAT|20s|at most half of jobs.lease",
        "FLASHCROWD_LIMITS_MEDIA|30|must be a rate",
        "FLASHCROWD_LIMITS_MEDIA|0/5m|must be a rate",
        "FLASHCROWD_HTTP_TRUSTED_PROXIES|proxy.example|must be an address or a range",
        "FLASHCROWD_HTTP_TRUSTED_PROXIES|10.0.0.0/33|must be an address or a range",
        "FLASHCROWD_REGISTRATIONS_MODE|closd|must be one of open, approval, closed",
        "FLASHCROWD_REGISTRATIONS_MIN_PASSWORD|128x|must be a whole number",
        "FLASHCROWD_DATA_DIR|''|must be a directory",
        "FLASHCROWD_ROLES|''|must name at least one role",
        "FLASHCROWD_ROLES|[http|must be a list",
        "FLASHCROWD_MEDIA_RENDITIONS|[small]|must be a set of keys",
        "FLASHCROWD_MEDIA_RENDITIONS|[]|thumbnail is missing",
        "FLASHCROWD_DATABASE_URI|mysql://localhost|must be postgresql://",
        "FLASHCROWD_INSTANCE_CONTACT_EMAIL|nobody|must be an e-mail address",
        "FLASHCROWD_INSTANCE_LANGUAGES|english!|must be a code such as en",
      })
  void load_impossibleValue_isRefusedWithTheFix(String variable, String value, String message) {
    assertThatThrownBy(() -> Config.load(null, Map.of(variable, value)))
        .isInstanceOf(ConfigError.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: b: c|is not valid YAML: line 1",
        "http: {port: 1}\\nhttp: {port: 2}|is not valid YAML",
        "[http]|must hold keys and values",
        "instance: {title: }|instance.title",
      })
  void load_unreadableFile_isRefused(String text, String message) throws IOException {
    Path file = write(text.replace("\\n", "\n"));

    assertThatThrownBy(() -> Config.load(file, Map.of()))
        .isInstanceOf(ConfigError.class)
        .hasMessageContaining(message);
  }

  @Test
  void load_missingFile_isRefused() {
    assertThatThrownBy(() -> Config.load(folder.resolve("none.yaml"), Map.of()))
        .isInstanceOf(ConfigError.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void secret_password_isNeverShown() {
    String uri = "postgresql://app:p@ss:word@db.example:5432/photos?password=second";
    Config config = Config.load(null, Map.of("FLASHCROWD_DATABASE_URI", uri));

    assertThat(config.database().uri().value()).isEqualTo(uri);
    assertThat(config.toString())
        .contains("postgresql://app:***@db.example:5432/photos?***")
        .doesNotContain("ss:word", "second");
    assertThatThrownBy(
            () -> Config.load(null, Map.of("FLASHCROWD_DATABASE_URI", "mysql://me:hidden@host/db")))
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @CsvSource({
    "FLASHCROWD_DATABASE_URI, database.uri, postgresql://me:hid^den@host/db",
    "FLASHCROWD_REDIS_URI, redis.uri, redis://:hid den@host/0"
  })
  void secret_thatIsNoUri_isRefusedWithoutShowingIt(String variable, String key, String uri) {
    assertThatThrownBy(() -> Config.load(null, Map.of(variable, uri)))
        .isInstanceOf(ConfigError.class)
        .hasMessageContaining(key)
        .hasMessageContaining("as %5E")
        .hasMessageNotContaining("hid");
  }

  @Test
  void addressRange_address_isInsideOrNot() {
    AddressRange range = AddressRange.parse("10.1.0.0/15");

    assertThat(range.contains(InetAddress.ofLiteral("10.0.255.255"))).isTrue();
    assertThat(range.contains(InetAddress.ofLiteral("10.2.0.0"))).isFalse();
    assertThat(range.contains(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(AddressRange.parse("fe80::/10").contains(InetAddress.ofLiteral("fe80::1"))).isTrue();
    assertThat(AddressRange.parse("::1").contains(InetAddress.ofLiteral("::2"))).isFalse();
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("site.yaml"), yaml);
  }
}
