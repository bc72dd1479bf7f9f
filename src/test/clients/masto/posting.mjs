// A photo, the post of it, and what others do with a post.
import assert from "node:assert/strict";
import { png } from "./photo.mjs";
import { eventually, refusal, step } from "./steps.mjs";

export async function posting({ ada, ben, adaAccount }, tag) {
  const photo = await step("upload, waiting for the photo", async () => {
    // Declared a JPEG, as this library's own tests do: what counts is the bytes.
    const file = new Blob([png(640, 480, 1)], { type: "image/jpeg" });
    const media = await ada.v2.media.create({ file, description: "A gradient, towards evening" });
    assert.equal(media.type, "image");
    assert.equal(media.description, "A gradient, towards evening");
    assert.ok(media.url && media.previewUrl && media.blurhash);
    assert.equal(media.meta.original.width, 640);
    assert.equal((await fetch(media.url)).headers.get("content-type"), "image/png");
    return media;
  });

  const post = await step("post", async () => {
    const status = `An evening #${tag}`;
    const made = await ada.v1.statuses.create({ status, mediaIds: [photo.id], visibility: "public", language: "en" });
    assert.deepEqual(made.mediaAttachments.map((one) => one.id), [photo.id]);
    assert.deepEqual(made.tags.map((one) => one.name), [tag]);
    assert.equal(made.account.id, adaAccount.id);
    return made;
  });

  await step("post of a photo that is still processing", async () => {
    const media = await ada.v2.media.create({ file: new Blob([png(2400, 1800, 2)]), skipPolling: true });
    const made = await ada.v1.statuses.create({ mediaIds: [media.id], visibility: "unlisted" });
    const ready = await eventually("the photo's address", async () => {
      const [one] = (await ada.v1.statuses.$select(made.id).fetch()).mediaAttachments;
      return one.url && one;
    });
    assert.equal(ready.id, media.id);
  });

  await step("home feed, own and followed", async () => {
    for (const one of [ada, ben]) {
      await eventually("the post in the feed", async () =>
        (await one.v1.timelines.home.list()).some((status) => status.id === post.id));
    }
  });

  const comment = await step("comment by somebody else", async () => {
    const status = `@${adaAccount.acct} a fine evening`;
    const made = await ben.v1.statuses.create({ status, inReplyToId: post.id });
    assert.equal(made.inReplyToId, post.id);
    assert.deepEqual(made.mentions.map((one) => one.id), [adaAccount.id]);
    const context = await ada.v1.statuses.$select(post.id).context.fetch();
    assert.deepEqual(context.descendants.map((one) => one.id), [made.id]);
    return made;
  });

  await step("favourite, boost, bookmark, and their lists", async () => {
    const theirs = ben.v1.statuses.$select(post.id);
    assert.equal((await theirs.favourite()).favourited, true);
    assert.equal((await theirs.reblog()).reblog.id, post.id);
    assert.equal((await theirs.bookmark()).bookmarked, true);
    assert.deepEqual((await ben.v1.favourites.list()).map((one) => one.id), [post.id]);
    assert.deepEqual((await ben.v1.bookmarks.list()).map((one) => one.id), [post.id]);
    const seen = await ada.v1.statuses.$select(post.id).fetch();
    assert.deepEqual([seen.favouritesCount, seen.reblogsCount, seen.repliesCount], [1, 1, 1]);
    assert.equal((await ada.v1.statuses.$select(post.id).favouritedBy.list()).length, 1);
    assert.equal((await ada.v1.statuses.$select(post.id).rebloggedBy.list()).length, 1);
    assert.equal((await theirs.unbookmark()).bookmarked, false);
  });

  await step("edit with history and source", async () => {
    const own = ada.v1.statuses.$select(post.id);
    const source = await own.source.fetch();
    const edited = await own.update({ status: `${source.text}, again`, mediaIds: [photo.id], language: "en" });
    assert.ok(edited.editedAt);
    assert.equal((await own.history.list()).length, 2);
  });

  await step("pin, and delete for redrafting", async () => {
    await ada.v1.statuses.$select(post.id).pin();
    const pinned = await ben.v1.accounts.$select(adaAccount.id).statuses.list({ pinned: true });
    assert.deepEqual(pinned.map((one) => one.id), [post.id]);
    await ada.v1.statuses.$select(post.id).unpin();
    const slip = await ada.v1.statuses.create({ status: "a slip of the pen" });
    assert.equal((await ada.v1.statuses.$select(slip.id).remove()).text, "a slip of the pen");
    assert.equal(await refusal(() => ada.v1.statuses.$select(slip.id).fetch()), 404);
  });

  return { photo, post, comment };
}
