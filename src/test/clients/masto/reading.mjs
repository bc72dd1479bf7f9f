// Lists, filters, search, notifications, markers, conversations: what a client keeps asking for.
import assert from "node:assert/strict";
import { eventually, refusal, step } from "./steps.mjs";

export async function reading({ ada, ben, adaAccount, benAccount }, { post, comment }, tag) {
  await step("lists", async () => {
    const list = await ben.v1.lists.create({ title: "Painters", exclusive: false });
    const own = ben.v1.lists.$select(list.id);
    await own.accounts.create({ accountIds: [adaAccount.id] });
    assert.deepEqual((await own.accounts.list()).map((one) => one.id), [adaAccount.id]);
    assert.ok((await ben.v1.timelines.list.$select(list.id).list()).some((one) => one.id === post.id));
    assert.equal((await own.update({ title: "Painters of light" })).title, "Painters of light");
    assert.equal(await refusal(() => ada.v1.lists.$select(list.id).fetch()), 404);
    await own.accounts.remove({ accountIds: [adaAccount.id] });
    await own.remove();
    assert.deepEqual(await ben.v1.lists.list(), []);
  });

  await step("filters, matched on the server", async () => {
    const filter = await ben.v2.filters.create({
      title: "No evenings",
      context: ["home", "thread"],
      filterAction: "warn",
      keywordsAttributes: [{ keyword: "evening", wholeWord: true }],
    });
    const home = await ben.v1.timelines.home.list();
    const matched = home.find((one) => one.id === post.id).filtered;
    assert.deepEqual(matched.map((one) => [one.filter.id, one.keywordMatches]), [[filter.id, ["evening"]]]);
    await ben.v2.filters.$select(filter.id).keywords.create({ keyword: "dusk" });
    assert.equal((await ben.v2.filters.$select(filter.id).fetch()).keywords.length, 2);
    await ben.v2.filters.$select(filter.id).remove();
    assert.deepEqual(await ben.v2.filters.list(), []);
  });

  await step("search for accounts, tags and posts", async () => {
    const found = await eventually("the post found by its words", async () => {
      const answer = await ben.v2.search.list({ q: `evening #${tag}`, resolve: true, limit: 5 });
      return answer.statuses.some((one) => one.id === post.id) && answer;
    });
    assert.ok(Array.isArray(found.accounts) && Array.isArray(found.hashtags));
    const byName = await ben.v2.search.list({ q: adaAccount.acct, type: "accounts" });
    assert.deepEqual(byName.accounts.map((one) => one.id), [adaAccount.id]);
    const byTag = await ben.v2.search.list({ q: tag, type: "hashtags" });
    assert.deepEqual(byTag.hashtags.map((one) => one.name), [tag]);
    const byUrl = await ben.v2.search.list({ q: post.url, resolve: true });
    assert.deepEqual(byUrl.statuses.map((one) => one.id), [post.id]);
  });

  await step("grouped notifications, and one by one", async () => {
    const grouped = await eventually("all four kinds", async () => {
      const page = await ada.v2.notifications.list({ groupedTypes: ["favourite", "reblog", "follow"] });
      const kinds = new Set(page.notificationGroups.map((one) => one.type));
      return ["favourite", "reblog", "mention", "follow"].every((kind) => kinds.has(kind)) && page;
    });
    assert.ok(grouped.accounts.some((one) => one.id === benAccount.id));
    assert.ok(grouped.statuses.some((one) => one.id === comment.id));
    const favourites = grouped.notificationGroups.find((one) => one.type === "favourite");
    assert.deepEqual(favourites.sampleAccountIds, [benAccount.id]);
    const senders = await ada.v2.notifications.$select(favourites.groupKey).accounts.fetch();
    assert.deepEqual(senders.map((one) => one.id), [benAccount.id]);
    assert.ok((await ada.v2.notifications.unreadCount.fetch()).count >= 4);
    assert.ok((await ada.v2.notifications.policy.fetch()).summary);
    const mentions = await ada.v1.notifications.list({ types: ["mention"] });
    assert.deepEqual(mentions.map((one) => one.status.id), [comment.id]);
    await ada.v2.notifications.$select(favourites.groupKey).dismiss();
    assert.equal((await ada.v1.notifications.list({ types: ["favourite"] })).length, 0);
  });

  await step("markers", async () => {
    await ada.v1.markers.create({ home: { lastReadId: post.id } });
    const markers = await ada.v1.markers.fetch({ timeline: ["home", "notifications"] });
    assert.equal(markers.home.lastReadId, post.id);
  });

  await step("conversations", async () => {
    await ben.v1.statuses.create({ status: `@${adaAccount.acct} between us`, visibility: "direct" });
    const [first] = await eventually("the conversation", async () => {
      const all = await ada.v1.conversations.list();
      return all.length === 1 && all;
    });
    assert.equal(first.unread, true);
    assert.deepEqual(first.accounts.map((one) => one.id), [benAccount.id]);
    assert.equal((await ada.v1.conversations.$select(first.id).read()).unread, false);
    await ada.v1.conversations.$select(first.id).remove();
    assert.deepEqual(await ada.v1.conversations.list(), []);
  });

  await step("pages, by their Link headers", async () => {
    for (let number = 1; number <= 5; number++) {
      await ben.v1.statuses.create({ status: `number ${number}` });
    }
    const ids = [];
    for await (const page of ben.v1.accounts.$select(benAccount.id).statuses.list({ limit: 3, excludeReblogs: true })) {
      assert.ok(page.length <= 3);
      ids.push(...page.map((one) => one.id));
    }
    assert.equal(ids.length, new Set(ids).size, "no post twice");
    assert.equal(ids.length, 7, "five, the comment, and what was direct, which its author sees");
  });
}
