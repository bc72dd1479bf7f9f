package org.flashcrowd.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An answer other than success, with its status and the words the caller reads. Thrown or carried
 * by a failed future; it has no stack trace, because it is an answer and not an accident.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One thing that is wrong with one field: {@code ERR_BLANK}, {@code ERR_TAKEN}, … */
  public record Detail(String error, String description) {}

  /** The JSON body of every failure. */
  public record Body(
      String error,
      @Nullable String errorDescription,
      @Nullable Map<String, List<Detail>> details) {
    /** The sentences of {@code details} alone, which is where Pixelfed's apps look. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public @Nullable Map<String, List<String>> errors() {
      return details == null
          ? null
          : details.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey,
                      field -> field.getValue().stream().map(Detail::description).toList()));
    }
  }

  private final int status;
  private final transient Body body;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  private Failure(int status, Body body) {
    super(body.error(), null, false, false);
    this.status = status;
    this.body = body;
  }

  public static Failure of(int status, String error) {
    return new Failure(status, new Body(error, null, null));
  }

  /** 400: the request itself is malformed. */
  public static Failure badRequest(String error) {
    return of(400, error);
  }

  /** 401: no token, or a dead one. Some apps sign their user out on it: use it for nothing else. */
  public static Failure unauthorized(String error) {
    return of(401, error).header("WWW-Authenticate", "Bearer realm=\"Flashcrowd\"");
  }

  /** 403: a missing scope or a suspended account, and nothing else. */
  public static Failure forbidden(String error) {
    return of(403, error);
  }

  /** 404: missing, or not for this caller to see; the two are the same to the letter. */
  public static Failure notFound() {
    return of(404, "Record not found");
  }

  /** 413: more than the limit. The connection is closed, since the rest is not read. */
  public static Failure tooLarge(String error) {
    return of(413, error).header("Connection", "close");
  }

  /** 422: understood, and refused. */
  public static Failure unprocessable(String error) {
    return of(422, error);
  }

  /** 422 with what is wrong of each field. */
  public static Failure invalid(Map<String, List<Detail>> details) {
    String fields = String.join(", ", details.keySet());
    return new Failure(422, new Body("Validation failed: " + fields, null, details));
  }

  /** 422 for one field. */
  public static Failure invalid(String field, String error, String description) {
    return new Failure(
        422,
        new Body(
            "Validation failed: " + field + " " + description,
            null,
            Map.of(field, List.of(new Detail(error, description)))));
  }

  /** 503: something that this needs is away; try again. */
  public static Failure unavailable(String error, int retryAfterSeconds) {
    return of(503, error).header("Retry-After", Integer.toString(retryAfterSeconds));
  }

  /** An OAuth error (RFC 6749, section 5.2): a code and a sentence. */
  public static Failure oauth(int status, String code, String description) {
    return new Failure(status, new Body(code, description, null));
  }

  public Failure header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public int status() {
    return status;
  }

  public Body body() {
    return body;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
