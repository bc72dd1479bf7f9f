// A Flashcrowd of its own, with a folder of its own, as bin/flashcrowd starts it.
import { execFile, spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const START_MS = 300_000; // the first start builds
const STOP_MS = 60_000;
export const PASSWORD = "correct horse battery staple";

export async function startServer({ publicUrl, folder, port, log }) {
  const environment = {
    ...process.env,
    FLASHCROWD_DATA_DIR: folder,
    FLASHCROWD_HTTP_HOST: "127.0.0.1",
    FLASHCROWD_HTTP_PORT: String(port),
    FLASHCROWD_MANAGEMENT_PORT: String(port + 1),
    FLASHCROWD_PUBLIC_URL: publicUrl,
    FLASHCROWD_HTTP_TRUSTED_PROXIES: "127.0.0.1",
    FLASHCROWD_LIMITS_ENABLED: "false",
  };
  const program = join(installation(), "bin/flashcrowd");
  const output = openSync(log, "w");
  const running = spawn(program, ["serve"], { env: environment, stdio: ["ignore", output, output] });
  const ended = new Promise((resolve) => running.once("exit", resolve));
  const stop = async () => {
    running.kill("SIGTERM");
    await Promise.race([ended, pause(STOP_MS, undefined, { ref: false })]);
  };
  try {
    await ready(`http://127.0.0.1:${port + 1}/health/ready`, running, log);
  } catch (failure) {
    await stop();
    throw failure;
  }
  const command = async (...parts) => {
    const { stdout } = await promisify(execFile)(program, parts, { env: environment, timeout: STOP_MS });
    return stdout.trim();
  };
  return { stop, member: (name) => member(command, `http://127.0.0.1:${port}`, name) };
}

function installation() {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "bin/flashcrowd"))) {
    if (folder === dirname(folder)) {
      throw new Error("not within a checkout of Flashcrowd");
    }
    folder = dirname(folder);
  }
  return folder;
}

async function ready(health, running, log) {
  for (const end = Date.now() + START_MS; Date.now() < end; await pause(250)) {
    if (running.exitCode !== null) {
      throw new Error(`the server ended: see ${log}`);
    }
    const answer = await fetch(health).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
  }
  throw new Error(`the server is not ready: see ${log}`);
}

/** Somebody with an account, and what they do by the API while the browser is somebody else. */
async function member(command, server, name) {
  await command("account", "create", name, `--email=${name}@example.org`, `--password=${PASSWORD}`);
  const token = await command("token", "create", "--account", name);
  const call = async (method, path, body) => {
    const json = body && !(body instanceof FormData);
    const answer = await fetch(server + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(json ? { "content-type": "application/json" } : {}) },
      body: json ? JSON.stringify(body) : body,
    });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer.json();
  };
  const upload = (bytes, description) => {
    const form = new FormData();
    form.set("file", new Blob([bytes]), "photo.png");
    form.set("description", description);
    return call("POST", "/api/v2/media", form);
  };
  const account = await call("GET", "/api/v1/accounts/verify_credentials");
  return { name, id: account.id, email: `${name}@example.org`, call, upload };
}
