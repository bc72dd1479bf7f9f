package org.flashcrowd.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.config.Secret;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.dev.OwnPostgres;
import org.flashcrowd.dev.OwnRedis;
import org.flashcrowd.testing.Newcomers;

/**
 * A site whose every part can be broken: a PostgreSQL and a Redis of its own behind wires that can
 * be cut, a media folder, and nodes that are processes.
 */
final class Site implements AutoCloseable {
  private static final int NEWCOMERS = 4;

  final OwnPostgres postgres;
  final OwnRedis redis = OwnRedis.start();
  final TcpProxy toPostgres;
  final TcpProxy toRedis;
  final String database;
  final Path data;
  final List<String> tokens = new ArrayList<>();
  private final Map<String, String> settings;
  private final Newcomers newcomers = new Newcomers();
  private final List<ServerProcess> nodes = new ArrayList<>();

  private Site(Map<String, String> postgresql, Map<String, String> settings) {
    this.settings = settings;
    this.postgres = OwnPostgres.start(postgresql);
    this.database = postgres.database();
    URI postgresUri = URI.create(database);
    URI redisUri = URI.create(redis.uri());
    this.toPostgres = TcpProxy.to(postgresUri.getHost(), postgresUri.getPort());
    this.toRedis = TcpProxy.to(redisUri.getHost(), redisUri.getPort());
    try {
      this.data = Files.createTempDirectory("flashcrowd-site");
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  static Site open() {
    return open(Map.of(), Map.of());
  }

  /**
   * @param postgresql settings of {@code postgresql.conf}
   * @param settings {@code FLASHCROWD_*} variables of every node
   */
  static Site open(Map<String, String> postgresql, Map<String, String> settings) {
    return new Site(postgresql, settings);
  }

  /** Starts a node. */
  ServerProcess node(Map<String, String> own, String... jvm) {
    return node(List.of(), own, jvm);
  }

  /** Starts a node by another program, and where it is the first, signs some people up. */
  ServerProcess node(List<String> by, Map<String, String> own, String... jvm) {
    Map<String, String> all = settings(own);
    ServerProcess node = ServerProcess.start(by, data, services(), all, jvm);
    return added(node);
  }

  /** Starts a node that reaches the services past the wires. */
  ServerProcess nodePastTheWires(Map<String, String> own) {
    ServiceUris direct = new ServiceUris(new Secret(database), new Secret(redis.uri()));
    return added(ServerProcess.start(data, direct, settings(own)));
  }

  private Map<String, String> settings(Map<String, String> own) {
    Map<String, String> all = new HashMap<>();
    // Signing up is part of the load; how long a hash takes is not what is tested.
    all.put("FLASHCROWD_AUTH_ARGON2_MEMORY_KIB", "64");
    all.put("FLASHCROWD_AUTH_ARGON2_ITERATIONS", "1");
    // Nor what a node does when whoever else uses this machine leaves it no processor.
    all.put("FLASHCROWD_SURGE_ENABLED", "false");
    all.putAll(settings);
    all.putAll(own);
    return all;
  }

  private ServerProcess added(ServerProcess node) {
    nodes.add(node);
    for (int i = tokens.size(); i < NEWCOMERS; i++) {
      tokens.add(newcomers.signUp(node.client(), "member" + i));
    }
    return node;
  }

  /** A port that a node may have again and again. */
  static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The way to the services, by the wires. */
  private ServiceUris services() {
    return new ServiceUris(
        new Secret(by(database, toPostgres)), new Secret(by(redis.uri(), toRedis)));
  }

  private static String by(String uri, TcpProxy proxy) {
    URI direct = URI.create(uri);
    return uri.replace(
        direct.getHost() + ":" + direct.getPort(), direct.getHost() + ":" + proxy.port());
  }

  /** The folder that media are under. */
  Path media() {
    return data.resolve("media");
  }

  String applicationToken(ServerProcess node) {
    return newcomers.applicationToken(node.client());
  }

  /** Runs a command as an operator does beside the running server, and returns what it says. */
  String command(String... arguments) {
    return ServerProcess.command(
        data, new ServiceUris(new Secret(database), new Secret(redis.uri())), arguments);
  }

  @Override
  public void close() {
    nodes.forEach(ServerProcess::close);
    toPostgres.close();
    toRedis.close();
    redis.thaw();
    postgres.thaw();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
