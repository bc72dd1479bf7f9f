package org.flashcrowd.media.storage;

import java.net.URI;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flashcrowd.config.S3Settings;

/**
 * Where a bucket is found: under its own host ({@code bucket.host/name}) or in the path of the
 * endpoint ({@code host/bucket/name}).
 *
 * @param authority host, and port where it is not the scheme's own: what is signed as the host
 * @param root what stands before the names of objects, with a slash at its end
 */
record S3Bucket(boolean tls, String host, int port, String authority, String root) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  static S3Bucket of(URI endpoint, S3Settings settings) {
    boolean tls = "https".equalsIgnoreCase(endpoint.getScheme());
    String host = settings.pathStyle() ? endpoint.getHost() : bucketHost(endpoint, settings);
    int standard = tls ? HTTPS : HTTP;
    int port = endpoint.getPort() < 0 ? standard : endpoint.getPort();
    String authority = port == standard ? host : host + ":" + port;
    return new S3Bucket(
        tls, host, port, authority, settings.pathStyle() ? "/" + settings.bucket() + "/" : "/");
  }

  private static String bucketHost(URI endpoint, S3Settings settings) {
    return settings.bucket() + "." + endpoint.getHost();
  }

  /** The raw path of an object; of the bucket itself where the name is empty. */
  String path(String name) {
    return root + name;
  }

  S3Signer.Signed request(
      String method, String name, SortedMap<String, String> query, Map<String, String> headers) {
    SortedMap<String, String> all = new TreeMap<>(headers);
    all.put("host", authority);
    return new S3Signer.Signed(method, path(name), query, all);
  }
}
