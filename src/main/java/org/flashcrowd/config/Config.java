package org.flashcrowd.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the server, bound and checked. What each one means, and its default, is written
 * in {@code conf/flashcrowd.yaml}; the accessors are the keys in camel case, so that {@code
 * http.max_body} is {@code config.http().maxBody()}. A {@code long} is a size in bytes.
 *
 * <p>Values that the file describes as derived (an instance count of 0, an empty media directory)
 * are already worked out here.
 */
public record Config(
    URI publicUrl,
    Path dataDir,
    List<Role> roles,
    Instance instance,
    Instances instances,
    Workers workers,
    Http http,
    Management management,
    DrainSettings drain,
    DatabaseSettings database,
    RedisSettings redis,
    CacheSettings cache,
    Embedded embedded,
    Jobs jobs,
    Limits limits,
    SurgeSettings surge,
    Registrations registrations,
    MailSettings mail,
    Auth auth,
    Media media,
    Statuses statuses,
    SchedulingSettings scheduling,
    Feeds feeds,
    Recommendations recommendations,
    AnalyticsSettings analytics,
    ModerationSettings moderation,
    NotificationSettings notifications,
    PushSettings push,
    Streaming streaming,
    Logging logging) {

  /**
   * Reads the defaults, then {@code file}, then the {@code FLASHCROWD_*} variables of {@code
   * environment}; the later wins.
   *
   * @throws ConfigError naming every key that is unknown or has an impossible value
   */
  public static Config load(@Nullable Path file, Map<String, String> environment) {
    return new ConfigLoader(environment, Runtime.getRuntime().availableProcessors()).load(file);
  }

  /** The defaults alone. */
  public static Config defaults() {
    return load(null, Map.of());
  }

  /** Whether this process plays {@code role}. */
  public boolean plays(Role role) {
    return roles.contains(role) && !(role == Role.MEDIA && separatesMedia());
  }

  /** Whether the role media is played by a process of its own, which this one starts. */
  public boolean separatesMedia() {
    return roles.contains(Role.MEDIA) && media.process() == Media.Place.SEPARATE;
  }

  /** What a node can do. */
  public enum Role {
    HTTP,
    MEDIA,
    FEED,
    NOTIFY,
    RECOMMEND,
    ANALYTICS,
    INFERENCE,
    SCHEDULE
  }

  public record Instance(
      String title,
      String description,
      String contactEmail,
      List<String> languages,
      @Nullable URI thumbnail,
      String contactAccount,
      List<String> rules,
      String extendedDescription,
      String privacyPolicy,
      String termsOfService,
      String termsOfServiceDate,
      boolean pixelfedApps) {}

  public record Instances(
      @Range(min = "0", max = "1024") int http,
      @Range(min = "0", max = "1024") int image,
      @Range(min = "0", max = "1024") int feed,
      @Range(min = "0", max = "1024") int notification,
      @Range(min = "0", max = "1024") int password) {}

  public record Workers(
      @Range(min = "0", max = "1024") int image,
      @Range(min = "0", max = "1024") int password,
      @Range(min = "0", max = "1024") int feed,
      @Range(min = "0", max = "1024") int notification) {}

  public record Http(
      String host,
      @Range(min = "0", max = "65535") int port,
      @Range(min = "4KB", max = "64MB") long maxBody,
      @Range(min = "64KB", max = "10GB") long maxUpload,
      @Range(min = "100ms", max = "5m") Duration headerTimeout,
      @Range(min = "1s", max = "1h") Duration idleTimeout,
      @Range(min = "0", max = "16MB") long bodyMinRate,
      @Range(min = "100ms", max = "10m") Duration readTimeout,
      @Range(min = "100ms", max = "10m") Duration writeTimeout,
      @Range(min = "100ms", max = "10m") Duration uploadTimeout,
      @Range(min = "0", max = "9") int compressionLevel,
      List<AddressRange> trustedProxies) {}

  public record Management(String host, @Range(min = "0", max = "65535") int port) {}

  public record Embedded(
      @Range(min = "0", max = "65535") int postgresPort,
      @Range(min = "0", max = "65535") int redisPort) {}

  public record Jobs(
      @Range(min = "10ms", max = "1m") Duration pollInterval,
      @Range(min = "100ms", max = "1h") Duration lease,
      @Range(min = "10ms", max = "10m") Duration heartbeat,
      @Range(min = "1", max = "1000") int maxAttempts,
      @Range(min = "1", max = "10000") int slots,
      @Range(min = "0ms", max = "1s") Duration completionInterval) {}

  public record Limits(
      boolean enabled,
      Rate accountRequests,
      Rate addressRequests,
      Rate media,
      Rate signUp,
      Rate appRegistration,
      Rate signIn,
      Rate signInEmail,
      Rate letters,
      Rate lettersEmail,
      Rate reports,
      Rate events) {}

  public record Registrations(
      Mode mode,
      boolean confirmEmail,
      @Range(min = "1", max = "128") int minPassword,
      @Range(min = "16", max = "1024") int maxPassword) {
    /** Who may join. */
    public enum Mode {
      OPEN,
      APPROVAL,
      CLOSED
    }
  }

  public record Auth(
      Argon2 argon2,
      @Range(min = "1s", max = "60s") Duration codeTtl,
      @Range(min = "1m", max = "365d") Duration sessionTtl,
      @Range(min = "1s", max = "1h") Duration tokenCacheTtl,
      @Range(min = "0s", max = "1d") Duration tokenCacheMaxStale,
      @Range(min = "1", max = "100000000") int tokenCacheSize) {}

  public record Argon2(
      @Range(min = "8", max = "4194304") int memoryKib,
      @Range(min = "1", max = "100") int iterations,
      @Range(min = "1", max = "64") int parallelism,
      @Range(min = "0", max = "1024") int concurrency,
      @Range(min = "0", max = "100000") int queue) {}

  public record Media(
      Path directory,
      Engine engine,
      @Range(min = "1", max = "1000") int maxMegapixels,
      @Range(min = "16", max = "65535") int maxEdge,
      @Range(min = "1", max = "10000") int maxFrames,
      @Range(min = "1", max = "100") int attachmentsPerStatus,
      @Range(min = "0", max = "100000") int descriptionMax,
      List<Rendition> renditions,
      @Range(min = "1m", max = "365d") Duration unattachedTtl,
      @Range(min = "0", max = "1000GB") long minFreeSpace,
      Store store,
      S3Settings s3,
      @Range(min = "1s", max = "30s") Duration decodeTimeout,
      Place process,
      MediaProcessSettings separate) {
    /** Where pictures are worked on. */
    public enum Place {
      INSIDE,
      SEPARATE
    }

    /** Where photos are kept. */
    public enum Store {
      DISK,
      S3
    }

    /** What decodes and encodes pictures. */
    public enum Engine {
      AUTO,
      VIPS,
      JDK
    }
  }

  /** One size made of each photo; {@code edge} is the longest, in pixels. */
  public record Rendition(
      String name,
      @Range(min = "16", max = "16384") int edge,
      Format format,
      @Range(min = "1", max = "100") int quality) {
    /** What a rendition is encoded as. */
    public enum Format {
      AUTO,
      JPEG,
      WEBP
    }
  }

  public record Statuses(
      @Range(min = "1", max = "100000") int maxCharacters,
      @Range(min = "0", max = "1000") int maxMentions,
      @Range(min = "0", max = "1000") int maxTags,
      @Range(min = "0", max = "100") int maxPinned,
      @Range(min = "1m", max = "30d") Duration idempotencyTtl) {}

  public record Feeds(
      @Range(min = "1h", max = "3650d") Duration activeFor,
      @Range(min = "1", max = "1000000000") int pullThreshold,
      @Range(min = "1", max = "100000") int chunk,
      @Range(min = "20", max = "100000") int maxEntries) {}

  public record Streaming(
      @Range(min = "0", max = "10000000") int maxSockets,
      @Range(min = "1", max = "10000000") int maxSocketsPerAccount,
      @Range(min = "1", max = "10000") int maxSubscriptions,
      @Range(min = "16KB", max = "64MB") long maxBuffer,
      @Range(min = "256B", max = "64KB") long maxMessage,
      Rate messages,
      @Range(min = "1s", max = "10m") Duration heartbeat) {}

  public record Recommendations(@Range(min = "1s", max = "1d") Duration interval) {}

  public record Logging(Level level, boolean requests) {
    /** From what severity on the server writes to its log. */
    public enum Level {
      TRACE,
      DEBUG,
      INFO,
      WARN,
      ERROR
    }
  }
}
