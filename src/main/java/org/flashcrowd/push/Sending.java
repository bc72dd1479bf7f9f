package org.flashcrowd.push;

import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Sends one message: finds the way, encrypts, says who we are, posts. */
final class Sending {
  /** The service was reached and could not do it now. */
  static final class Unable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unable(int status) {
      super(Integer.toString(status), null, false, false);
    }
  }

  private final Endpoints endpoints;
  private final Encryption encryption;
  private final VapidKeys vapid;
  private final PushClient client;
  private final PushServices services;
  private final String contact;
  private final Clock clock;

  /**
   * @param contact whom push services may write to
   */
  Sending(
      Endpoints endpoints,
      Encryption encryption,
      VapidKeys vapid,
      PushClient client,
      PushServices services,
      String contact,
      Clock clock) {
    this.endpoints = endpoints;
    this.encryption = encryption;
    this.vapid = vapid;
    this.client = client;
    this.services = services;
    this.contact = contact;
    this.clock = clock;
  }

  /**
   * @param again whether it was tried before
   * @return what the service said; fails with {@link PushServices.Busy}, with {@link
   *     Endpoints.Refused}, with {@link Unable}, or with whatever kept it from being reached
   */
  Future<PushClient.Answer> send(Subscription subscription, PushMessage message, boolean again) {
    URI endpoint = subscription.endpoint();
    return services.call(
        endpoint,
        again,
        () ->
            endpoints
                .address(endpoint)
                .compose(address -> post(subscription, message, address))
                .map(Sending::able));
  }

  private static PushClient.Answer able(PushClient.Answer answer) {
    if (answer.status() >= 500 || answer.status() == 408) {
      throw new Unable(answer.status());
    }
    return answer;
  }

  private Future<PushClient.Answer> post(
      Subscription subscription, PushMessage message, InetSocketAddress address) {
    Encryption.Encrypted encrypted =
        encryption.encrypt(message.json(), subscription.keys(), subscription.standard());
    Map<String, String> headers = new HashMap<>(encrypted.headers());
    String token = vapid.token(audience(subscription.endpoint()), contact, clock.instant());
    if (subscription.standard()) {
      headers.put("Authorization", "vapid t=" + token + ", k=" + vapid.unpadded());
    } else {
      headers.put("Authorization", "WebPush " + token);
      headers.merge("Crypto-Key", "p256ecdsa=" + vapid.unpadded(), (own, ours) -> own + ";" + ours);
    }
    return client.post(subscription.endpoint(), address, encrypted.body(), headers);
  }

  private static String audience(URI endpoint) {
    String origin = endpoint.getScheme() + "://" + endpoint.getHost();
    return endpoint.getPort() < 0 ? origin : origin + ":" + endpoint.getPort();
  }
}
