// What the parts of the flow share: steps that say where it broke, and waits that end.
import { setTimeout as pause } from "node:timers/promises";

const PATIENCE_MS = 15_000;

export async function step(name, work) {
  try {
    const result = await work();
    console.log(`ok    ${name}`);
    return result;
  } catch (failure) {
    throw new Error(`${name}: ${failure.message}${said(failure)}`, { cause: failure });
  }
}

function said(failure) {
  return failure.statusCode ? ` (HTTP ${failure.statusCode})` : "";
}

/** Asks until the answer is there, since what the server does behind an answer takes it a moment. */
export async function eventually(what, ask) {
  const end = Date.now() + PATIENCE_MS;
  for (let wait = 20; Date.now() < end; wait = Math.min(wait * 2, 500)) {
    const answer = await ask();
    if (answer) {
      return answer;
    }
    await pause(wait);
  }
  throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s`);
}

/** Fails where the promise is late; its work goes on, and ends with the process. */
export async function within(what, promise) {
  const late = new AbortController();
  const timer = pause(PATIENCE_MS, undefined, { signal: late.signal }).then(
    () => Promise.reject(new Error(`${what}: not within ${PATIENCE_MS / 1000} s`)),
    () => undefined,
  );
  try {
    return await Promise.race([promise, timer]);
  } finally {
    late.abort();
  }
}

/** The status that the server refuses with; a call that it grants fails the step. */
export async function refusal(call) {
  try {
    await call();
  } catch (failure) {
    if (failure.statusCode) {
      return failure.statusCode;
    }
    throw failure;
  }
  throw new Error("was not refused");
}
