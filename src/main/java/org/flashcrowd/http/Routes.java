package org.flashcrowd.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The route table: a tree of path segments, so that finding a route costs its length and not the
 * number of routes. A literal segment wins over a parameter ({@code :id}).
 */
public final class Routes {
  /** The template under which metrics and logs know calls that no route takes. */
  static final String UNKNOWN = "(unknown)";

  /** A route and the values of its path parameters. */
  record Match(Route route, Map<String, String> parameters) {}

  private static final class Node {
    private final Map<String, Node> literals = new LinkedHashMap<>();
    private final Map<HttpMethod, Route> routes = new LinkedHashMap<>();
    private @Nullable Node parameter;
    private @Nullable Node rest;

    Node parameter() {
      if (parameter == null) {
        parameter = new Node();
      }
      return parameter;
    }

    Node rest() {
      if (rest == null) {
        rest = new Node();
      }
      return rest;
    }
  }

  private final Node root = new Node();
  private final List<Route> all = new ArrayList<>();

  public Routes get(String path, Access access, Endpoint endpoint) {
    return add(new Route(HttpMethod.GET, path, access, false, endpoint));
  }

  public Routes post(String path, Access access, Endpoint endpoint) {
    return add(new Route(HttpMethod.POST, path, access, false, endpoint));
  }

  public Routes put(String path, Access access, Endpoint endpoint) {
    return add(new Route(HttpMethod.PUT, path, access, false, endpoint));
  }

  public Routes patch(String path, Access access, Endpoint endpoint) {
    return add(new Route(HttpMethod.PATCH, path, access, false, endpoint));
  }

  public Routes delete(String path, Access access, Endpoint endpoint) {
    return add(new Route(HttpMethod.DELETE, path, access, false, endpoint));
  }

  /** A route that takes files in a multipart body. */
  public Routes upload(HttpMethod method, String path, Access access, Endpoint endpoint) {
    return add(new Route(method, path, access, true, endpoint));
  }

  private Routes add(Route route) {
    Node node = root;
    for (String segment : segments(route.path())) {
      if (segment.equals("*")) {
        node = node.rest();
      } else if (segment.startsWith(":")) {
        node = node.parameter();
      } else {
        node = node.literals.computeIfAbsent(segment, name -> new Node());
      }
    }
    if (node.routes.putIfAbsent(route.method(), route) != null) {
      throw new IllegalStateException(route + " is declared twice");
    }
    all.add(route);
    return this;
  }

  /** Every route, in the order of declaration. */
  public List<Route> all() {
    return List.copyOf(all);
  }

  /** The route of a call. An unknown path or method has one too, which answers that it is. */
  Match match(HttpMethod method, String path) {
    try {
      return find(method, path);
    } catch (Failure unknown) {
      Endpoint refuse = request -> Future.failedFuture(unknown);
      return new Match(new Route(method, UNKNOWN, Access.open(), false, refuse), Map.of());
    }
  }

  /**
   * Finds the route of a raw path. A trailing slash does not matter.
   *
   * @throws Failure 404 when no route has this path, 405 when none has this method
   */
  Match find(HttpMethod method, String path) {
    List<String> segments = segments(path);
    Node node = find(root, segments, 0);
    if (node == null) {
      throw Failure.notFound();
    }
    Route route = node.routes.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
    if (route == null) {
      throw Failure.of(405, "Method not allowed").header("Allow", allowed(node));
    }
    return new Match(route, parameters(route, segments));
  }

  private static @Nullable Node find(Node node, List<String> segments, int at) {
    if (at == segments.size()) {
      return node.routes.isEmpty() ? null : node;
    }
    Node literal = node.literals.get(segments.get(at));
    Node found = literal == null ? null : find(literal, segments, at + 1);
    if (found == null && node.parameter != null) {
      found = find(node.parameter, segments, at + 1);
    }
    return found == null ? node.rest : found;
  }

  private static Map<String, String> parameters(Route route, List<String> segments) {
    if (route.path().indexOf(':') < 0 && route.path().indexOf('*') < 0) {
      return Map.of();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> names = segments(route.path());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.equals("*")) {
        parameters.put("*", String.join("/", segments.subList(i, segments.size())));
      } else if (name.startsWith(":")) {
        parameters.put(name.substring(1), FormDecoder.unescape(segments.get(i), false));
      }
    }
    return parameters;
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(8);
    int start = 1;
    while (start < path.length()) {
      int end = path.indexOf('/', start);
      end = end < 0 ? path.length() : end;
      segments.add(path.substring(start, end));
      start = end + 1;
    }
    return segments;
  }

  private static String allowed(Node node) {
    Set<String> methods = new TreeSet<>();
    node.routes.keySet().forEach(method -> methods.add(method.name()));
    return String.join(", ", methods);
  }
}
