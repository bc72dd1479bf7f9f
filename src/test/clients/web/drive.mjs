// node drive.mjs phanpy|elk FOLDER: drives a built web client through its whole day against a server
// that it starts. FOLDER holds the built client. See README.md.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { png } from "../masto/photo.mjs";
import { startFront } from "./front.mjs";
import { PASSWORD, startServer } from "./server.mjs";
import { Watch } from "./watch.mjs";

// As many ports from here on: the server, its management, the front, a client's own program.
const PORT = Number(process.env.PORT ?? 18080);
const FRONT = PORT + 2;
const CLIENT = "client.test";
const PATIENCE_MS = 20_000;

const [name, files] = process.argv.slice(2);
if (!name || !files) {
  console.error("usage: node drive.mjs phanpy|elk FOLDER-OF-THE-BUILT-CLIENT");
  process.exit(2);
}
const folder = resolve(name);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const client = await import(`./${name}.mjs`);
const SERVER = client.serverHost?.(FRONT) ?? "photos.test";
const server = await startServer({
  publicUrl: `https://${SERVER}`,
  folder: join(folder, "data"),
  port: PORT,
  log: join(folder, "server.log"),
});
const closing = [server.stop];
let code = 1;
try {
  code = await drive();
} catch (failure) {
  console.error(`failed: ${failure.message}`);
} finally {
  for (const close of closing.reverse()) {
    await close();
  }
}
process.exit(code);

async function drive() {
  const program = await client.start?.({ files: resolve(files), port: PORT + 3, log: join(folder, "client.log") });
  if (program) {
    closing.push(program.stop);
  }
  const front = await startFront({
    folder,
    port: FRONT,
    serverHost: SERVER,
    serverPort: PORT,
    clientHost: CLIENT,
    clientFiles: resolve(files),
    clientPort: program?.port,
  });
  closing.push(front.stop);
  const people = await world();
  const browser = await open();
  closing.push(() => browser.close());
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1100, height: 900 } });
  context.setDefaultTimeout(PATIENCE_MS);
  const watch = new Watch(SERVER, client.ACCEPTED);
  watch.follow(context);
  const page = await context.newPage();
  const step = steps(page);
  try {
    await client.drive({ page, context, step, ...people, watch, host: SERVER, origin: `https://${CLIENT}`, password: PASSWORD,
      photo: { name: "evening.png", mimeType: "image/png", buffer: png(1200, 800, 3) } });
    if (client.REVOKES) {
      await step("the token is dead", () => dead(watch.tokens));
    }
  } finally {
    await page.screenshot({ path: join(folder, "last.png") }).catch(() => undefined);
    writeFileSync(join(folder, "calls.txt"), [...watch.calls].map(([call, times]) => `${times} ${call}\n`).sort().join(""));
    watch.faults.forEach((fault) => console.log(`fault ${fault}`));
  }
  console.log(watch.faults.length === 0 ? "done, without a fault" : "done, with faults");
  return watch.faults.length === 0 ? 0 : 1;
}

/** Ada is in the browser; Ben and Cleo live by the API. Ada follows Ben, who has posted a photo. */
async function world() {
  const [ada, ben, cleo] = [await server.member("ada"), await server.member("ben"), await server.member("cleo")];
  await ada.call("POST", `/api/v1/accounts/${ben.id}/follow`);
  const photo = await ben.upload(png(900, 600, 1), "Fog over a lake");
  const post = await ben.call("POST", "/api/v1/statuses", { status: "A lake in the morning #lakes", media_ids: [photo.id] });
  await cleo.call("POST", "/api/v1/statuses", { status: "Nobody follows me #lakes" });
  return { ada, ben, cleo, post };
}

/** Names are looked up nowhere: two hosts are the front, and there are no others. */
function open() {
  const hosts = [SERVER, CLIENT].map((host) => `MAP ${host}:443 127.0.0.1:${FRONT}`);
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
      "--disable-background-networking", "--ignore-certificate-errors", "--disable-component-update", "--lang=en-GB",
      `--host-resolver-rules=${hosts.join(",")},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1`],
  });
}

function steps(page) {
  let number = 0;
  return async (what, work) => {
    number++;
    try {
      const result = await work();
      console.log(`ok    ${what}`);
      return result;
    } catch (failure) {
      throw new Error(`${what}: ${failure.message}`, { cause: failure });
    } finally {
      const file = `${String(number).padStart(2, "0")}-${what.replace(/\W+/g, "-")}.png`;
      await page.screenshot({ path: join(folder, file) }).catch(() => undefined);
    }
  };
}

async function dead(tokens) {
  if (tokens.size === 0) {
    throw new Error("the client never sent a token");
  }
  for (const token of tokens) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`http://127.0.0.1:${PORT}/api/v1/accounts/verify_credentials`, { headers });
    if (answer.status !== 401) {
      throw new Error(`still answers ${answer.status}`);
    }
  }
}
