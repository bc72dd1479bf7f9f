// Phanpy: signs in by a popup, keeps its routes in the hash, and calls a favourite a like.
import { signInAndAllow } from "./pages.mjs";

/** Faults that are not the server's. */
export const ACCEPTED = [];
/** Whether signing out ends the token. */
export const REVOKES = true;

const TOUR = {
  Following: "/following", Bookmarks: "/b", Likes: "/f", Lists: "/l", "Followed hashtags": "/fh", Mentions: "/mentions",
  "Scheduled posts": "/sp", Filters: "/ft", "Catch-up": "/catchup", Local: "/HOST/p/l", Trending: "/HOST/trending",
  Hashtag: "/HOST/t/lakes", Profile: "/HOST/a/BEN",
};

export async function drive({ page, context, step, ada, ben, cleo, post: lake, host, origin, photo, password }) {
  const to = (route) => page.evaluate((hash) => (location.hash = hash), route);
  const compose = page.locator("#compose-container");
  const own = "An evening in a gradient";

  await step("sign in", async () => {
    await page.goto(`${origin}/#/login`);
    await page.locator("#instanceURL").fill(host);
    const popup = context.waitForEvent("page");
    await page.getByRole("button", { name: `Continue with ${host}` }).click();
    await signInAndAllow(await popup, ada, password);
    await page.locator("#compose-button").waitFor();
  });

  await step("home feed", async () => {
    await page.getByText("A lake in the morning").first().waitFor();
    await page.getByText("Fog over a lake").first().waitFor();
  });

  await step("upload with a description, and post", async () => {
    await page.locator("#compose-button").click();
    await compose.locator("textarea").first().fill(`${own} #evening`);
    await compose.locator("input[type=file]").first().setInputFiles(photo);
    await compose.locator(".media-attachment textarea").fill("Red turning to green");
    await post(page, compose);
    await page.getByText("Post published").click();
    await page.locator(".status.large").getByText(own).waitFor();
    await page.getByText("Red turning to green").first().waitFor();
  });

  await step("what is new, and what is gone", async () => {
    await to("/");
    const said = await ben.call("POST", "/api/v1/statuses", { status: "The fog has lifted" });
    await page.getByText("New posts").click({ timeout: 60_000 });
    await page.getByText("The fog has lifted").waitFor();
    await ben.call("PUT", `/api/v1/statuses/${said.id}`, { status: "The fog is back" });
    await page.getByText("The fog is back").waitFor();
  });

  await step("comment", async () => {
    await to(`/${host}/s/${lake.id}`);
    const hero = page.locator(".status.large").first();
    await hero.getByTitle("Reply").click();
    await compose.locator("textarea").first().fill("@ben how still it is");
    await compose.getByRole("button", { name: "Reply", exact: true }).click();
    await compose.waitFor({ state: "detached" });
    await page.getByText("how still it is").first().waitFor();
  });

  await step("favourite and bookmark", async () => {
    const hero = page.locator(".status.large").first();
    await hero.locator(".favourite-button").click();
    await hero.locator(".favourite-button.checked").waitFor();
    await hero.locator(".bookmark-button").click();
    await hero.locator(".bookmark-button.checked").waitFor();
  });

  await step("search", async () => {
    await to("/search");
    await page.locator("#search-page input[type=search]").fill("lake");
    await page.locator("#search-page input[type=search]").press("Enter");
    await page.getByText("A lake in the morning").first().waitFor();
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
    await page.getByText(/2 people/).first().waitFor();
    await page.getByText(/followed you/).first().waitFor();
  });

  for (const [what, route] of Object.entries(TOUR)) {
    await step(`tour: ${what}`, async () => {
      await to(route.replace("HOST", host).replace("BEN", ben.id));
      await page.waitForLoadState("networkidle");
    });
  }

  await step("sign out", async () => {
    await to("/");
    await page.locator(".nav-menu-button, #home header button").first().click();
    await page.getByText("Accounts…").click();
    await page.locator("#accounts-container").getByRole("button", { name: "More" }).first().click();
    await page.getByText("Log out…").click();
    const revoked = page.waitForResponse((answer) => answer.url().endsWith("/oauth/revoke"));
    await page.getByText(/Log out @ada/).first().click();
    await revoked;
  });
}

/** It takes a description a moment after the last key, and asks whether to do without one until then. */
async function post(page, compose) {
  let asked = true;
  page.on("dialog", async (dialog) => {
    asked = true;
    await dialog.dismiss();
  });
  for (let tries = 0; asked && tries < 20; tries++) {
    asked = false;
    await compose.getByRole("button", { name: "Post", exact: true }).click();
    await page.waitForTimeout(500);
  }
  await compose.waitFor({ state: "detached" });
}
