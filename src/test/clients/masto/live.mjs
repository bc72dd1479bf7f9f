// What comes without being asked for: events over a WebSocket, and Web Push.
import assert from "node:assert/strict";
import { createECDH, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createStreamingAPIClient } from "masto";
import { step, within } from "./steps.mjs";

export async function streaming({ ada, ben, adaToken, instance }, tag) {
  const client = createStreamingAPIClient({
    streamingApiUrl: instance.configuration.urls.streaming,
    accessToken: adaToken,
  });
  try {
    const user = client.user.subscribe();
    const tagged = client.hashtag.subscribe({ tag });
    const read = { user: reader(user), tagged: reader(tagged) };

    await step("streaming: the post and its deletion, on two subscriptions of one socket", async () => {
      const post = await postUntilHeard(ben, `live #${tag}`, read);
      await ben.v1.statuses.$select(post.id).remove();
      await read.user.next("delete", (payload) => payload === post.id);
    });

    await step("streaming: a notification, and changed filters", async () => {
      const own = await ada.v1.statuses.create({ status: "who listens?" });
      await ben.v1.statuses.$select(own.id).favourite();
      const told = await read.user.next("notification", (payload) => payload.status?.id === own.id);
      assert.equal(told.payload.type, "favourite");
      const filter = await ada.v2.filters.create({ title: "x", context: ["home"], keywordsAttributes: [{ keyword: "xyzzy" }] });
      await read.user.next("filters_changed", () => true);
      await ada.v2.filters.$select(filter.id).remove();
    });
    tagged.unsubscribe();
  } finally {
    client.close();
  }
}

/** The library does not say when a subscription holds: posts until one is told on each of them. */
async function postUntilHeard(ben, status, read) {
  const user = read.user.next("update", (payload) => payload.content.includes("live"));
  const tagged = read.tagged.next("update", (payload) => payload.content.includes("live"));
  const both = Promise.all([user, tagged]);
  for (let tries = 0; tries < 20; tries++) {
    const post = await ben.v1.statuses.create({ status });
    const heard = await Promise.race([both, new Promise((resolve) => setTimeout(resolve, 300))]);
    if (heard) {
      return post;
    }
    await ben.v1.statuses.$select(post.id).remove();
  }
  await both;
  throw new Error("heard too late");
}

function reader(subscription) {
  const events = subscription.values();
  const find = async (kind, matches) => {
    for (;;) {
      const { value, done } = await events.next();
      if (done) {
        throw new Error("the socket was closed");
      }
      if (value.event === kind && matches(value.payload)) {
        return value;
      }
    }
  };
  return { next: (kind, matches) => within(`the event ${kind}`, find(kind, matches)) };
}

export async function push({ ada, ben, adaAccount, instance }) {
  const receiver = createServer();
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  try {
    await step("push: subscribed, and a push arrives", async () => {
      const made = await ada.v1.push.subscription.create(subscription(receiver.address().port));
      assert.equal(made.serverKey, instance.configuration.vapid.publicKey);
      assert.equal(made.alerts.mention, true);
      const arrived = within("the push", once(receiver, "request"));
      await ben.v1.statuses.create({ status: `@${adaAccount.acct} knock` });
      const [request, response] = await arrived;
      assert.equal(request.headers["content-encoding"], "aes128gcm");
      assert.match(request.headers.authorization, /^vapid t=/);
      response.writeHead(201).end();
    });
    await step("push: read, changed, removed", async () => {
      assert.equal((await ada.v1.push.subscription.fetch()).alerts.follow, false);
      const changed = await ada.v1.push.subscription.update({ data: { alerts: { mention: false, follow: true } } });
      assert.deepEqual([changed.alerts.mention, changed.alerts.follow], [false, true]);
      await ada.v1.push.subscription.remove();
      await assert.rejects(() => ada.v1.push.subscription.fetch(), { statusCode: 404 });
    });
  } finally {
    receiver.close();
    receiver.closeAllConnections();
  }
}

function subscription(port) {
  const browser = createECDH("prime256v1");
  browser.generateKeys();
  return {
    subscription: {
      endpoint: `http://127.0.0.1:${port}/push`,
      keys: { p256dh: browser.getPublicKey("base64url"), auth: randomBytes(16).toString("base64url") },
      standard: true,
    },
    data: { alerts: { mention: true } },
    policy: "all",
  };
}
