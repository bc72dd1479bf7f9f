// node flow.mjs [URL of a Flashcrowd server]: everything an app does, through the published masto.js.
// Ends with 0 where every answer was as it must be, with 1 and the step that was not otherwise.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createRestAPIClient } from "masto";
import { push, streaming } from "./live.mjs";
import { posting } from "./posting.mjs";
import { reading } from "./reading.mjs";
import { register, signIn, signOut, signUp } from "./sign-in.mjs";
import { refusal, step } from "./steps.mjs";

const DEADLINE_MS = 180_000;

const url = process.argv[2] ?? "http://localhost:8080";
setTimeout(() => fail(new Error(`not done after ${DEADLINE_MS / 1000} s`)), DEADLINE_MS).unref();

try {
  await flow(`m${randomBytes(4).toString("hex")}`);
  console.log("done");
} catch (failure) {
  fail(failure);
}
process.exit(0);

async function flow(run) {
  const [tag, adaName, benName] = [`tag${run}`, `ada_${run}`, `ben_${run}`];
  const instance = await step("instance", async () => {
    const answer = await createRestAPIClient({ url }).v2.instance.fetch();
    assert.ok(answer.configuration.urls.streaming && answer.configuration.vapid.publicKey);
    return answer;
  });
  const app = await step("app", () => register(url));
  const benToken = await step("sign up", async () => {
    await signUp(url, app, adaName);
    return signUp(url, app, benName);
  });
  const adaToken = await step("sign in with PKCE on the server's pages", () => signIn(url, app, adaName));
  const people = await step("verify credentials, follow", () => meet(adaToken, benToken, [adaName, benName]));
  people.instance = instance;

  const posts = await posting(people, tag);
  await reading(people, posts, tag);
  await streaming(people, tag);
  await push(people);

  await step("sign out", async () => {
    await signOut(url, app, adaToken);
    assert.equal(await refusal(() => people.ada.v1.accounts.verifyCredentials()), 401);
    assert.equal(await refusal(() => people.ada.v1.timelines.home.list()), 401);
    await people.ben.v1.accounts.verifyCredentials();
  });
}

async function meet(adaToken, benToken, names) {
  const ada = createRestAPIClient({ url, accessToken: adaToken });
  const ben = createRestAPIClient({ url, accessToken: benToken });
  const adaAccount = await ada.v1.accounts.verifyCredentials();
  const benAccount = await ben.v1.accounts.verifyCredentials();
  assert.deepEqual([adaAccount.acct, benAccount.acct], names);
  const following = await ben.v1.accounts.$select(adaAccount.id).follow({ reblogs: true });
  assert.equal(following.following, true);
  await ada.v1.accounts.$select(benAccount.id).follow();
  const [back] = await ada.v1.accounts.relationships.fetch({ id: [benAccount.id] });
  assert.deepEqual([back.following, back.followedBy], [true, true]);
  return { ada, ben, adaAccount, benAccount, adaToken };
}

function fail(failure) {
  console.error(`failed: ${failure.message}`);
  process.exit(1);
}
