package org.flashcrowd.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must hold between settings, or goes beyond the type and range of one. */
final class Rules {
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
  private static final Pattern ADDRESS = Pattern.compile("([^@/:\\s]+|\\[[0-9a-fA-F:]+]):\\d{1,5}");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,30}");
  private static final Set<String> RENDITIONS = Set.of("thumbnail", "small", "large");

  private static final int MOST_RULES = 100;

  private final List<String> broken = new ArrayList<>();

  private Rules() {}

  /** A line for each rule that {@code config} breaks. */
  static List<String> broken(Config config) {
    Rules rules = new Rules();
    rules.checkPublicUrl(config.publicUrl());
    rules.checkInstance(config);
    rules.checkPorts(config);
    rules.checkServices(config);
    rules.checkJobs(config.jobs());
    rules.checkPasswords(config);
    rules.checkRenditions(config.media().renditions());
    rules.checkStore(config.media());
    return rules.broken;
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      broken.add(problem);
    }
  }

  private void checkPublicUrl(URI url) {
    String bare = url.getRawPath() + (url.getRawQuery() == null ? "" : "?");
    require(
        bare.isEmpty() && url.getRawFragment() == null && url.getRawUserInfo() == null,
        "public_url = " + url + ": must be scheme, host and port alone, without a trailing slash");
  }

  private void checkInstance(Config config) {
    require(!config.roles().isEmpty(), "roles = []: must name at least one role");
    Config.Instance instance = config.instance();
    require(!instance.title().isBlank(), "instance.title: must not be empty");
    require(
        instance.contactEmail().matches("[^@\\s]+@[^@\\s]+"),
        "instance.contact_email = " + instance.contactEmail() + ": must be an e-mail address");
    require(
        instance.contactAccount().matches("[A-Za-z0-9_]{0,30}"),
        "instance.contact_account = "
            + instance.contactAccount()
            + ": must be a name of letters, digits and underscores, without @");
    require(
        instance.rules().size() <= MOST_RULES
            && instance.rules().stream().noneMatch(String::isBlank),
        "instance.rules: must be at most " + MOST_RULES + ", none of them empty");
    require(
        isDate(instance.termsOfServiceDate()),
        "instance.terms_of_service_date = "
            + instance.termsOfServiceDate()
            + ": must be a date such as 2026-12-24");
    require(!instance.languages().isEmpty(), "instance.languages = []: must name at least one");
    for (String language : instance.languages()) {
      require(
          LANGUAGE.matcher(language).matches(),
          "instance.languages = " + language + ": must be a code such as en or pt-BR");
    }
  }

  private static boolean isDate(String text) {
    try {
      return text.isEmpty() || LocalDate.parse(text).getYear() > 0;
    } catch (DateTimeException unreadable) {
      return false;
    }
  }

  private void checkPorts(Config config) {
    require(!config.http().host().isBlank(), "http.host: must not be empty; 0.0.0.0 is all");
    require(!config.management().host().isBlank(), "management.host: must not be empty");
    int port = config.http().port();
    require(
        port == 0 || port != config.management().port(),
        "management.port = " + port + ": is the port of http.port; choose another");
  }

  private void checkServices(Config config) {
    Secret database = config.database().uri();
    require(
        database.isEmpty() || database.value().matches("postgres(ql)?://.+"),
        "database.uri: must be postgresql://user:password@host:port/database, or empty");
    Secret redis = config.redis().uri();
    require(
        redis.isEmpty() || redis.value().matches("(rediss?|unix)://.+"),
        "redis.uri: must be redis://user:password@host:port/database, or empty");
    for (Secret replica : config.database().replicas()) {
      require(
          replica.value().matches("postgres(ql)?://.+"),
          "database.replicas: must be postgresql://user:password@host:port/database, each");
      checkUri("database.replicas", replica);
    }
    checkUri("database.uri", database);
    checkUri("redis.uri", redis);
    checkRedis(config.redis());
    checkMail(config.mail());
  }

  private void checkRedis(RedisSettings redis) {
    if (redis.mode() == RedisSettings.Mode.STANDALONE) {
      require(redis.nodes().isEmpty(), "redis.nodes: are for redis.mode sentinel or cluster");
      return;
    }
    require(
        redis.uri().value().matches("rediss?://.+"),
        "redis.uri: must name one of the sentinels, or of the cluster's nodes");
    require(
        redis.nodes().stream().allMatch(node -> ADDRESS.matcher(node).matches()),
        "redis.nodes = " + redis.nodes() + ": must be addresses such as [10.0.0.2:26379]");
    require(
        redis.mode() == RedisSettings.Mode.SENTINEL
            || redis.uri().value().matches("[a-z]+://[^/]+(/0?)?"),
        "redis.uri: a cluster has no numbered databases; leave the number away");
  }

  private void checkMail(MailSettings mail) {
    require(
        mail.uri().isEmpty() || mail.uri().value().matches("smtps?://([^@/]+@)?[^@/:]+(:[0-9]+)?"),
        "mail.uri: must be smtp://user:password@host:port or smtps://…, or empty");
    checkUri("mail.uri", mail.uri());
    require(
        mail.from().matches("[^@\\s<>\"]+@[^@\\s<>\"]+"),
        "mail.from = " + mail.from() + ": must be an e-mail address alone");
  }

  /** Whoever parses it later would tell of its mistake by showing it, password and all. */
  private void checkUri(String key, Secret secret) {
    require(isUri(secret.value()), key + ": write a sign such as ^ in the password as %5E");
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).toString().equals(text);
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private void checkJobs(Config.Jobs jobs) {
    require(
        jobs.heartbeat().multipliedBy(2).compareTo(jobs.lease()) <= 0,
        "jobs.heartbeat: must be at most half of jobs.lease, or one late beat loses the job");
  }

  private void checkPasswords(Config config) {
    Config.Registrations registrations = config.registrations();
    require(
        registrations.minPassword() <= registrations.maxPassword(),
        "registrations.min_password: must not be above registrations.max_password");
    Config.Argon2 argon2 = config.auth().argon2();
    require(
        argon2.memoryKib() >= 8 * argon2.parallelism(),
        "auth.argon2.memory_kib: must be at least 8 for each lane of auth.argon2.parallelism");
  }

  private void checkStore(Config.Media media) {
    S3Settings s3 = media.s3();
    checkEndpoint("media.s3.endpoint", s3.endpoint());
    checkEndpoint("media.s3.public_endpoint", s3.publicEndpoint());
    require(
        s3.prefix().matches("([A-Za-z0-9._-]+/)*"),
        "media.s3.prefix = " + s3.prefix() + ": must be empty or end with /, as photos/");
    require(
        media.store() != Config.Media.Store.S3
            || (s3.endpoint() != null
                && !s3.bucket().isEmpty()
                && !s3.accessKey().isEmpty()
                && !s3.secretKey().isEmpty()),
        "media.store = s3: needs media.s3.endpoint, bucket, access_key and secret_key");
  }

  private void checkEndpoint(String key, @Nullable URI endpoint) {
    require(
        endpoint == null
            || (endpoint.getHost() != null
                && String.valueOf(endpoint.getScheme()).matches("https?")
                && endpoint.getRawPath().isEmpty()
                && endpoint.getRawQuery() == null),
        key + " = " + endpoint + ": must be scheme, host and port alone, as https://s3.example");
  }

  private void checkRenditions(List<Config.Rendition> renditions) {
    Set<String> names = new HashSet<>();
    for (Config.Rendition rendition : renditions) {
      require(
          NAME.matcher(rendition.name()).matches(),
          "media.renditions = " + rendition.name() + ": a name must be letters, digits and _");
      require(
          names.add(rendition.name()),
          "media.renditions = " + rendition.name() + ": is there twice; remove one");
    }
    for (String name : RENDITIONS.stream().sorted().toList()) {
      require(names.contains(name), "media.renditions: " + name + " is missing; the API shows it");
    }
  }
}
