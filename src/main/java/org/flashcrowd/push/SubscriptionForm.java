package org.flashcrowd.push;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.push.Subscription.Audience;

/** Reads what an app says of its subscription, and refuses with 422 what cannot work. */
final class SubscriptionForm {
  /** The types of notification that may be pushed. */
  static final List<String> ALERTS =
      List.of(
          "mention",
          "status",
          "reblog",
          "follow",
          "follow_request",
          "favourite",
          "poll",
          "update",
          "admin.sign_up",
          "admin.report");

  private static final int LONGEST_ENDPOINT = 2_000;
  private static final int AUTH = 16;

  private SubscriptionForm() {}

  static Subscription read(Params params) {
    Params subscription = params.object("subscription");
    Params keys = subscription.object("keys");
    byte[] p256dh = decode(keys, "p256dh");
    byte[] auth = decode(keys, "auth");
    try {
      P256.decode(p256dh);
    } catch (IllegalArgumentException noPoint) {
      throw invalid("p256dh", "is not a public key of P-256");
    }
    if (auth.length != AUTH) {
      throw invalid("auth", "is not 16 bytes");
    }
    return new Subscription(
        0,
        endpoint(subscription.required("endpoint")),
        new Subscription.Keys(Buffer.buffer(p256dh), Buffer.buffer(auth)),
        subscription.flag("standard", false),
        alerts(params),
        policy(params));
  }

  private static byte[] decode(Params keys, String field) {
    String text = keys.required(field).trim().replace('+', '-').replace('/', '_');
    try {
      return Base64.getUrlDecoder().decode(text.replaceAll("=+$", ""));
    } catch (IllegalArgumentException notBase64) {
      throw invalid(field, "is not base64");
    }
  }

  private static URI endpoint(String text) {
    if (text.length() > LONGEST_ENDPOINT) {
      throw invalid("endpoint", "is longer than " + LONGEST_ENDPOINT + " characters");
    }
    try {
      URI uri = new URI(text);
      if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        throw invalid("endpoint", "is not the URL of a push service");
      }
      return uri;
    } catch (URISyntaxException broken) {
      throw invalid("endpoint", "is not a URL");
    }
  }

  private static Failure invalid(String field, String problem) {
    return Failure.invalid(field, "ERR_INVALID", problem);
  }

  /** What of {@code data[alerts]} is on. */
  static Set<String> alerts(Params params) {
    Params alerts = params.object("data").object("alerts");
    return ALERTS.stream().filter(type -> alerts.flag(type, false)).collect(Collectors.toSet());
  }

  /** {@code data[policy]}, or {@code policy} alone, which the reference has for changes. */
  static Audience policy(Params params) {
    String given = params.object("data").text("policy").or(() -> params.text("policy")).orElse("");
    return given.isEmpty()
        ? Audience.ALL
        : Arrays.stream(Audience.values())
            .filter(audience -> wire(audience).equals(given))
            .findFirst()
            .orElseThrow(() -> invalid("policy", "is not all, followed, follower or none"));
  }

  static String wire(Audience audience) {
    return audience.name().toLowerCase(Locale.ROOT);
  }
}
