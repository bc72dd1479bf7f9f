package org.flashcrowd.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The route table: a tree of path segments, so that finding a route costs its length and not the
 * number of routes. A literal segment wins over a parameter ({@code :id}), and a parameter behind a
 * sign ({@code @:name}) over a bare one.
 */
public final class Routes {
  /** The template under which metrics and logs know calls that no route takes. */
  static final String UNKNOWN = "(unknown)";

  /** A route and the values of its path parameters. */
  record Match(Route route, Map<String, String> parameters) {}

  private static final class Node {
    private final Map<String, Node> literals = new LinkedHashMap<>();
    private final Map<HttpMethod, Route> routes = new LinkedHashMap<>();
    // By what stands before the colon, the longest first: nothing, or a sign.
    private final Map<String, Node> parameters =
        new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(name -> name));
    private @Nullable Node rest;

    Node parameter(String before) {
      return parameters.computeIfAbsent(before, sign -> new Node());
    }

    @Nullable Route route(HttpMethod method) {
      return routes.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
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
  private final @Nullable PublicPages pages;
  private @Nullable FailurePage failurePage;

  /** Routes each call of which is answered anew. */
  public Routes() {
    this(null);
  }

  /**
   * @param pages keeps the answers of {@link #shared} routes
   */
  public Routes(@Nullable PublicPages pages) {
    this.pages = pages;
  }

  /**
   * A route that answers everybody who is not signed in alike: with what its path and query string
   * say, and nothing else of the request. So the answer is given to others too, by this node and by
   * caches in front of it.
   */
  public Routes shared(String path, Access access, Endpoint endpoint) {
    return pages == null
        ? get(path, access, endpoint)
        : add(new Route(HttpMethod.GET, path, access, false, pages, pages.over(endpoint)));
  }

  public Routes get(String path, Access access, Endpoint endpoint) {
    return add(new Route(HttpMethod.GET, path, access, false, null, endpoint));
  }

  public Routes post(String path, Access access, Endpoint endpoint) {
    return add(new Route(HttpMethod.POST, path, access, false, null, endpoint));
  }

  public Routes put(String path, Access access, Endpoint endpoint) {
    return add(new Route(HttpMethod.PUT, path, access, false, null, endpoint));
  }

  public Routes patch(String path, Access access, Endpoint endpoint) {
    return add(new Route(HttpMethod.PATCH, path, access, false, null, endpoint));
  }

  public Routes delete(String path, Access access, Endpoint endpoint) {
    return add(new Route(HttpMethod.DELETE, path, access, false, null, endpoint));
  }

  /** A route that takes files in a multipart body. */
  public Routes upload(HttpMethod method, String path, Access access, Endpoint endpoint) {
    return add(new Route(method, path, access, true, null, endpoint));
  }

  private Routes add(Route route) {
    Node node = root;
    for (String segment : segments(route.path())) {
      if (segment.equals("*")) {
        node = node.rest();
      } else if (segment.indexOf(':') >= 0) {
        node = node.parameter(segment.substring(0, segment.indexOf(':')));
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

  /** What people see in a browser where a call fails; apps get JSON all the same. */
  public Routes failurePage(FailurePage page) {
    failurePage = page;
    return this;
  }

  @Nullable FailurePage failurePage() {
    return failurePage;
  }

  /** Where answers of {@link #shared} routes are kept; null for nowhere. */
  @Nullable PublicPages pages() {
    return pages;
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
      return new Match(new Route(method, UNKNOWN, Access.open(), false, null, refuse), Map.of());
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
    Route route = node.route(method);
    if (route == null) {
      throw Failure.of(405, "Method not allowed").header("Allow", allowed(node));
    }
    return new Match(route, parameters(route, segments));
  }

  /** The route of a raw path; null where there is none. */
  @Nullable Route route(HttpMethod method, String path) {
    Node node = find(root, segments(path), 0);
    return node == null ? null : node.route(method);
  }

  private static @Nullable Node find(Node node, List<String> segments, int at) {
    if (at == segments.size()) {
      return node.routes.isEmpty() ? null : node;
    }
    Node literal = node.literals.get(segments.get(at));
    Node found = literal == null ? null : find(literal, segments, at + 1);
    for (Map.Entry<String, Node> parameter : node.parameters.entrySet()) {
      if (found == null && takes(parameter.getKey(), segments.get(at))) {
        found = find(parameter.getValue(), segments, at + 1);
      }
    }
    return found == null ? node.rest : found;
  }

  /** A bare parameter may be empty, as it always was; behind a sign there is something. */
  private static boolean takes(String before, String segment) {
    return before.isEmpty() || (segment.startsWith(before) && segment.length() > before.length());
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
      } else if (name.indexOf(':') >= 0) {
        int sign = name.indexOf(':');
        parameters.put(name.substring(sign + 1), parameter(segments.get(i).substring(sign)));
      }
    }
    return parameters;
  }

  /** No record is named with a NUL, and PostgreSQL would not even look. */
  private static String parameter(String segment) {
    String value = FormDecoder.unescape(segment, false);
    if (value.indexOf('\0') >= 0) {
      throw Failure.notFound();
    }
    return value;
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
