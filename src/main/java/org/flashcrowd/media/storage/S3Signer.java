package org.flashcrowd.media.storage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests with AWS Signature Version 4, as S3 wants it: the path is encoded once, and the
 * body is named by its SHA-256.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">
 *     Signature calculations for the Authorization header</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html">
 *     Authenticating requests by query parameters</a>
 */
final class S3Signer {
  /** The SHA-256 of no bytes, in hexadecimal. */
  static final String EMPTY = hex(sha256().digest());

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DATE_LENGTH = 8;
  private static final String UNRESERVED = "-._~";

  private final String region;
  private final String accessKey;
  private final String secretKey;

  S3Signer(String region, String accessKey, String secretKey) {
    this.region = region;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  /**
   * What is signed of a request.
   *
   * @param path raw, from the first slash
   * @param query raw names and values
   * @param headers by lower-case name, with the host
   */
  record Signed(
      String method, String path, SortedMap<String, String> query, Map<String, String> headers) {}

  /**
   * The headers to send with a request: those given, the time, the body's hash, the signature.
   *
   * @param hash of the body, in hexadecimal
   */
  Map<String, String> sign(Signed request, String hash, Instant now) {
    SortedMap<String, String> headers = new TreeMap<>(request.headers());
    headers.put("x-amz-content-sha256", hash);
    headers.put("x-amz-date", TIME.format(now));
    String names = String.join(";", headers.keySet());
    String signature =
        signature(
            new Signed(request.method(), request.path(), request.query(), headers), hash, now);
    headers.put(
        "authorization",
        "%s Credential=%s/%s,SignedHeaders=%s,Signature=%s"
            .formatted(ALGORITHM, accessKey, scope(now), names, signature));
    return headers;
  }

  /**
   * The path and query of a URL that anybody may use for a while.
   *
   * @param request its headers are the host alone
   */
  String presign(Signed request, Duration validity, Instant now) {
    SortedMap<String, String> query = new TreeMap<>(request.query());
    query.put("X-Amz-Algorithm", ALGORITHM);
    query.put("X-Amz-Credential", accessKey + "/" + scope(now));
    query.put("X-Amz-Date", TIME.format(now));
    query.put("X-Amz-Expires", Long.toString(validity.toSeconds()));
    query.put("X-Amz-SignedHeaders", "host");
    Signed whole = new Signed(request.method(), request.path(), query, request.headers());
    return target(request.path(), query)
        + "&X-Amz-Signature="
        + signature(whole, "UNSIGNED-PAYLOAD", now);
  }

  /** A path, encoded as it is signed. */
  static String target(String path) {
    return encode(path, true);
  }

  /** A path and a query, encoded as they are signed. */
  static String target(String path, SortedMap<String, String> query) {
    return target(path) + (query.isEmpty() ? "" : "?" + query(query));
  }

  private String signature(Signed request, String hash, Instant now) {
    SortedMap<String, String> headers = new TreeMap<>(request.headers());
    String canonical =
        String.join(
            "\n",
            request.method(),
            encode(request.path(), true),
            query(request.query()),
            headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining()),
            String.join(";", headers.keySet()),
            hash);
    String toSign =
        String.join("\n", ALGORITHM, TIME.format(now), scope(now), hex(sha256(canonical)));
    byte[] key = hmac(("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8), date(now));
    for (String part : new String[] {region, "s3", "aws4_request"}) {
      key = hmac(key, part);
    }
    return hex(hmac(key, toSign));
  }

  private String scope(Instant now) {
    return date(now) + "/" + region + "/s3/aws4_request";
  }

  private static String date(Instant now) {
    return TIME.format(now).substring(0, DATE_LENGTH);
  }

  private static String query(SortedMap<String, String> query) {
    return query.entrySet().stream()
        .map(one -> encode(one.getKey(), false) + "=" + encode(one.getValue(), false))
        .collect(Collectors.joining("&"));
  }

  /** Everything but RFC 3986's unreserved characters as %XX of its UTF-8. */
  private static String encode(String text, boolean path) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      char letter = (char) (one & 0xFF);
      boolean plain =
          (letter >= 'a' && letter <= 'z')
              || (letter >= 'A' && letter <= 'Z')
              || (letter >= '0' && letter <= '9')
              || UNRESERVED.indexOf(letter) >= 0
              || (path && letter == '/');
      if (plain) {
        encoded.append(letter);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
      }
    }
    return encoded.toString();
  }

  private static byte[] sha256(String text) {
    return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("every Java platform has HmacSHA256", impossible);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
