package org.flashcrowd.media.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The examples that Amazon publishes with the algorithm.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">
 *     Examples: signature calculations</a>
 */
class S3SignerTest {
  private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
  private static final String HOST = "examplebucket.s3.amazonaws.com";
  private static final S3Signer SIGNER =
      new S3Signer("us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

  private static String signature(
      String method,
      String path,
      SortedMap<String, String> query,
      Map<String, String> headers,
      String hash) {
    SortedMap<String, String> all = new TreeMap<>(headers);
    all.put("host", HOST);
    String authorization =
        SIGNER.sign(new S3Signer.Signed(method, path, query, all), hash, NOW).get("authorization");
    return String.valueOf(authorization).replaceFirst(".*Signature=", "");
  }

  @Test
  void sign_getWithARange_isAsPublished() {
    assertThat(
            signature(
                "GET", "/test.txt", new TreeMap<>(), Map.of("range", "bytes=0-9"), S3Signer.EMPTY))
        .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void sign_putOfAStrangeName_isAsPublished() {
    assertThat(
            signature(
                "PUT",
                "/test$file.text",
                new TreeMap<>(),
                Map.of(
                    "date",
                    "Fri, 24 May 2013 00:00:00 GMT",
                    "x-amz-storage-class",
                    "REDUCED_REDUNDANCY"),
                "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"))
        .isEqualTo("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void sign_listWithAQuery_isAsPublished() {
    assertThat(
            signature(
                "GET",
                "/",
                new TreeMap<>(Map.of("max-keys", "2", "prefix", "J")),
                Map.of(),
                S3Signer.EMPTY))
        .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void presign_forADay_isAsPublished() {
    String target =
        SIGNER.presign(
            new S3Signer.Signed("GET", "/test.txt", new TreeMap<>(), Map.of("host", HOST)),
            Duration.ofDays(1),
            NOW);

    assertThat(target)
        .startsWith("/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7")
        .endsWith(
            "X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  }
}
