package org.flashcrowd.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Secret;
import org.flashcrowd.dev.EmbeddedServiceFailure;
import org.flashcrowd.dev.EmbeddedServices;

/** What PostgreSQL and Redis must offer, configured or embedded. */
final class ServiceChecks {
  private static final int TIMEOUT_MILLIS = 3000;
  private static final int OLDEST_POSTGRES = 15;

  private ServiceChecks() {}

  static Check postgres(Config config, EmbeddedServices services) {
    String kind = config.database().uri().isEmpty() ? "embedded" : "configured";
    URI uri = URI.create(services.databaseUri());
    Properties login = new Properties();
    login.setProperty("user", decoded(uri, 0));
    login.setProperty("password", decoded(uri, 1));
    login.setProperty("connectTimeout", "3");
    login.setProperty("socketTimeout", "3");
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    String address = "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), port, uri.getPath());
    try (Connection connection = DriverManager.getConnection(address, login);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW server_version")) {
      row.next();
      String detail =
          "%s, version %s at %s:%d".formatted(kind, row.getString(1), uri.getHost(), port);
      return connection.getMetaData().getDatabaseMajorVersion() < OLDEST_POSTGRES
          ? Check.broken("PostgreSQL", detail, "use " + OLDEST_POSTGRES + " or later")
          : Check.ok("PostgreSQL", detail);
    } catch (SQLException refused) {
      return Check.broken(
          "PostgreSQL",
          String.valueOf(refused.getMessage()).lines().findFirst().orElse(""),
          "check database.uri, " + new Secret(services.databaseUri()));
    }
  }

  static Check redis(Config config, EmbeddedServices services) {
    String kind = config.redis().uri().isEmpty() ? "embedded" : "configured";
    URI uri = URI.create(services.redisUri());
    int port = uri.getPort() < 0 ? 6379 : uri.getPort();
    String advice = "check redis.uri, " + new Secret(services.redisUri());
    try (Socket socket =
        "rediss".equals(uri.getScheme())
            ? SSLSocketFactory.getDefault().createSocket()
            : new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(uri.getHost(), port), TIMEOUT_MILLIS);
      String user = decoded(uri, 0);
      String password = decoded(uri, 1);
      String login =
          password.isEmpty()
              ? ""
              : "AUTH " + (user.isEmpty() ? "" : user + " ") + password + "\r\n";
      socket.getOutputStream().write((login + "PING\r\n").getBytes(StandardCharsets.UTF_8));
      String answer = lines(login.isEmpty() ? 1 : 2, socket);
      return answer.contains("+PONG")
          ? Check.ok("Redis", "%s, at %s:%d".formatted(kind, uri.getHost(), port))
          : Check.broken("Redis", answer.lines().findFirst().orElse("no answer"), advice);
    } catch (IOException | UncheckedIOException refused) {
      return Check.broken(
          "Redis", uri.getHost() + ":" + port + ": " + refused.getMessage(), advice);
    }
  }

  /** Some answers of a line each; not "to the end", since sentinels know no QUIT. */
  private static String lines(int count, Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .lines()
        .limit(count)
        .collect(Collectors.joining("\n"));
  }

  /** What is wrong where the services did not even start. */
  static Check unavailable(EmbeddedServiceFailure failure) {
    String message = String.valueOf(failure.getMessage());
    return Check.broken(
        "PostgreSQL and Redis",
        message,
        message.toLowerCase(Locale.ROOT).contains("set ") ? "see there" : "see the log");
  }

  /** The user (0) or the password (1) of a URI, empty where there is none. */
  private static String decoded(URI uri, int part) {
    String info = uri.getRawUserInfo();
    if (info == null) {
      return "";
    }
    int colon = info.indexOf(':');
    String raw =
        part == 0
            ? info.substring(0, colon < 0 ? info.length() : colon)
            : colon < 0 ? "" : info.substring(colon + 1);
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
