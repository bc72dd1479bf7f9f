// Elk: its own program registers the app and redeems the code, its pages do the rest.
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { signInAndAllow } from "./pages.mjs";

/** Faults that are not the server's. */
export const ACCEPTED = [];
/** Whether signing out ends the token: Elk forgets it and says nothing. */
export const REVOKES = false;

const TOUR = {
  Explore: "/HOST/explore", "Explore tags": "/HOST/explore/tags", "Explore people": "/HOST/explore/users",
  Local: "/HOST/public/local", Favourites: "/favourites", Bookmarks: "/bookmarks", Conversations: "/conversations",
  Lists: "/HOST/lists", Hashtags: "/hashtags", Hashtag: "/HOST/tags/lakes", Profile: "/HOST/@ben", Media: "/HOST/@ben/media",
  Followers: "/HOST/@ben/followers", "Scheduled posts": "/scheduled-posts", "Profile settings": "/settings/profile/appearance",
  "Featured tags": "/settings/profile/featured-tags", Mutes: "/mutes", Blocks: "/blocks", "Blocked domains": "/domain_blocks",
  Pinned: "/pinned",
};

/** Elk's program finds the server by its address, since it knows no invented names. */
export function serverHost(front) {
  return `127.0.0.1:${front}`;
}

export async function start({ files, port, log }) {
  const output = openSync(log, "w");
  const environment = {
    ...process.env,
    HOST: "127.0.0.1",
    PORT: String(port),
    NUXT_STORAGE_FS_BASE: `${log}.apps`,
    // The front's certificate signs itself.
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
  };
  const running = spawn("node", [join(files, "server/index.mjs")], { env: environment, stdio: ["ignore", output, output] });
  for (let tries = 0; tries < 120; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer?.ok) {
      break;
    }
    await pause(250);
  }
  return { port, stop: () => running.kill() };
}

export async function drive({ page, step, ada, ben, cleo, post, host, origin, photo, password }) {
  const to = (path) => page.goto(origin + path.replace("HOST", host).replace("HOST", host));
  const editor = page.locator(".ProseMirror").first();
  const status = (text) => page.locator("[id^=status-]").filter({ hasText: text }).first();

  await step("sign in", async () => {
    await page.goto(origin);
    await page.getByRole("button", { name: "Sign in" }).first().click();
    await page.locator("form input[inputmode=url]").fill(host);
    await page.locator("form").getByRole("button", { name: "Sign in" }).click();
    await signInAndAllow(page, ada, password);
    await page.waitForURL(`${origin}/home`);
  });

  await step("home feed", async () => {
    await page.getByText("A lake in the morning").first().waitFor();
    await page.getByAltText("Fog over a lake").first().waitFor();
  });

  await step("upload with a description, and post", async () => {
    await editor.click();
    await page.keyboard.type("An evening in a gradient #evening");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Add images, a video or an audio file" }).click();
    await (await chooser).setFiles(photo);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("dialog").locator("textarea").fill("Red turning to green");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.locator("button.publish-button").click();
    await status("An evening in a gradient").waitFor();
    await page.getByAltText("Red turning to green").first().waitFor();
  });

  await step("live: a post of somebody followed", async () => {
    await ben.call("POST", "/api/v1/statuses", { status: "The fog has lifted" });
    await page.getByText(/Show \d+ new items?/).click();
    await page.getByText("The fog has lifted").waitFor();
  });

  await step("comment", async () => {
    await to(`/HOST/@ben/${post.id}`);
    await page.getByText("A lake in the morning").first().waitFor();
    await editor.click();
    await page.keyboard.type("how still it is");
    await page.locator("button.publish-button").click();
    await status("how still it is").waitFor();
  });

  await step("favourite, boost, bookmark", async () => {
    await to(`/HOST/@ben/${post.id}`);
    for (const [button, done] of [["Favourite", "Favourited"], ["Boost", "Boosted"], ["Bookmark", "Bookmarked"]]) {
      await page.getByRole("button", { name: button, exact: true }).first().click();
      await page.getByRole("button", { name: done }).first().waitFor();
    }
  });

  await step("search", async () => {
    await to("/HOST/search");
    await page.getByPlaceholder("Search").first().fill("lakes");
    await page.getByText("#lakes").first().waitFor();
  });

  await step("notifications", async () => {
    const [mine] = await ben.call("GET", `/api/v1/accounts/${ada.id}/statuses?only_media=true`);
    for (const one of [ben, cleo]) {
      await one.call("POST", `/api/v1/statuses/${mine.id}/favourite`);
    }
    await ben.call("POST", "/api/v1/statuses", { status: "@ada what colours", in_reply_to_id: mine.id });
    await cleo.call("POST", `/api/v1/accounts/${ada.id}/follow`);
    await to("/notifications");
    await page.getByText("what colours").first().waitFor();
    await page.getByText(/followed you/).first().waitFor();
  });

  for (const [what, path] of Object.entries(TOUR)) {
    await step(`tour: ${what}`, async () => {
      await to(path);
      await page.waitForLoadState("networkidle");
    });
  }

  await step("sign out", async () => {
    await to("/home");
    await page.locator("button[aria-label='User Settings'], [aria-label='Switch user']").first().click();
    await page.getByText(/Sign out/).first().click();
    await page.getByRole("button", { name: "Sign in" }).first().waitFor();
  });
}
