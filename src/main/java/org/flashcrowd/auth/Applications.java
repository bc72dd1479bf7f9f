package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Scopes;
import org.jspecify.annotations.Nullable;

/** Registers applications and tells whether a client is the one it says it is. */
final class Applications {
  /** A new application and its secret, which is told once and stored as a hash. */
  record Registered(Application application, String secret) {
    @Override
    public String toString() {
      return application.toString();
    }
  }

  /**
   * A client that has said who it is.
   *
   * @param proven whether it also sent its secret; a public client cannot keep one
   */
  record Client(Application application, boolean proven) {}

  // What tokens from the command line belong to.
  private static final String COMMAND_LINE = "flashcrowd-command-line";

  private final Database database;
  private final Ids ids;

  Applications(Database database, Ids ids) {
    this.database = database;
    this.ids = ids;
  }

  Future<Registered> register(NewApplication wanted) {
    String secret = Secrets.random();
    Application application =
        new Application(
            ids.next(),
            Secrets.random(),
            wanted.name(),
            wanted.website(),
            wanted.redirectUris(),
            List.copyOf(wanted.scopes()));
    return ApplicationRepository.insert(database.primary(), application, Secrets.hash(secret))
        .map(new Registered(application, secret));
  }

  Future<Optional<Application>> byClientId(String clientId) {
    return ApplicationRepository.byClientId(database.primary(), clientId)
        .map(found -> found.map(ApplicationRepository.Known::application));
  }

  Future<Optional<Application>> byId(long id) {
    return ApplicationRepository.byId(database.primary(), id)
        .map(found -> found.map(ApplicationRepository.Known::application));
  }

  /**
   * The client with this id.
   *
   * @param secret null from a public client
   * @return fails with 401 {@code invalid_client} when there is none or the secret is not its own
   */
  Future<Client> authenticate(String clientId, @Nullable String secret) {
    return ApplicationRepository.byClientId(database.primary(), clientId)
        .map(
            found ->
                found
                    .filter(known -> secret == null || Secrets.matches(secret, known.secretHash()))
                    .map(known -> new Client(known.application(), secret != null))
                    .orElseThrow(Applications::invalidClient));
  }

  static Failure invalidClient() {
    return Failure.oauth(
            401,
            "invalid_client",
            "Client authentication failed due to unknown client, no client authentication"
                + " included, or unsupported authentication method.")
        .header("WWW-Authenticate", "Basic realm=\"Flashcrowd\"");
  }

  /** The application that tokens made on the command line belong to. */
  Future<Application> commandLine() {
    Application application =
        new Application(
            ids.next(),
            COMMAND_LINE,
            "Flashcrowd command line",
            null,
            List.of(Application.OUT_OF_BAND),
            List.copyOf(Scopes.KNOWN));
    byte[] nobodysSecret = Secrets.hash(Secrets.random());
    return ApplicationRepository.insert(database.primary(), application, nobodysSecret)
        .compose(inserted -> byClientId(COMMAND_LINE))
        .map(Optional::orElseThrow);
  }
}
