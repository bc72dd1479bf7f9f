// How somebody becomes a member and how an app gets at their account.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createOAuthAPIClient, createRestAPIClient } from "masto";
import { Browser } from "./pages.mjs";

const SCOPES = "read write follow push";
const REDIRECT = "http://127.0.0.1:9/came-back?client=masto";
const PASSWORD = "correct horse battery staple";

/** The app's registration, as an app keeps it. */
export async function register(url) {
  const app = await createRestAPIClient({ url }).v1.apps.create({
    clientName: "masto.js flow",
    redirectUris: REDIRECT,
    scopes: SCOPES,
    website: "https://app.example.org",
  });
  assert.ok(app.clientId && app.clientSecret, "an id and a secret");
  assert.equal(app.name, "masto.js flow");
  return app;
}

/** Signs up through the API, which answers with a token that works at once. */
export async function signUp(url, app, username) {
  const application = await createOAuthAPIClient({ url }).token.create({
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUri: REDIRECT,
    grantType: "client_credentials",
    scope: SCOPES,
  });
  const member = await createRestAPIClient({ url, accessToken: application.accessToken }).v1.accounts.create({
    username,
    email: email(username),
    password: PASSWORD,
    agreement: true,
    locale: "en",
  });
  return member.accessToken;
}

/** Authorization code with PKCE: the person signs in and allows on the server's own pages. */
export async function signIn(url, app, username) {
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(8).toString("hex");
  const asked = new URLSearchParams({
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: REDIRECT,
    scope: SCOPES,
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const browser = new Browser(url);
  const form = await browser.open(`/oauth/authorize?${asked}`);
  const wrong = await browser.submit(form, "/auth/sign_in", { email: email(username), password: "wrong" });
  assert.match(wrong.html, /role="alert"/, "a wrong password is told");
  const consent = await browser.submit(wrong, "/auth/sign_in", { email: email(username), password: PASSWORD });
  assert.match(consent.title, /masto\.js flow/, "the consent page names the app");
  const back = await browser.submit(consent, "/oauth/authorize", {}, ["decision", "allow"]);
  assert.ok(back.url.href.startsWith(`${REDIRECT}&`), `back at the app, not at ${back.url}`);
  assert.equal(back.url.searchParams.get("state"), state);
  return redeem(url, app, back.url.searchParams.get("code"), verifier);
}

async function redeem(url, app, code, codeVerifier) {
  const token = await createOAuthAPIClient({ url }).token.create({
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUri: REDIRECT,
    grantType: "authorization_code",
    code,
    codeVerifier,
    scope: SCOPES,
  });
  assert.equal(token.tokenType, "Bearer");
  assert.deepEqual(new Set(token.scope.split(" ")), new Set(SCOPES.split(" ")));
  return token.accessToken;
}

export async function signOut(url, app, token) {
  const { clientId, clientSecret } = app;
  await createOAuthAPIClient({ url }).revoke({ clientId, clientSecret, token });
}

function email(username) {
  return `${username}@example.org`;
}
