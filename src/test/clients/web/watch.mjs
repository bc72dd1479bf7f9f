// Listens to everything that the client and the server say to each other, and notes what went wrong.

export class Watch {
  tokens = new Set();
  calls = new Map();
  #faults = new Map();
  #host;
  #accepted;

  /** @param accepted patterns of faults that are known and not the server's */
  constructor(host, accepted = []) {
    this.#host = host;
    this.#accepted = accepted;
  }

  follow(context) {
    context.on("request", (request) => this.#asked(request));
    context.on("response", (response) => this.#answered(response));
    context.on("requestfailed", (request) => this.#failed(request));
    context.on("console", (message) => this.#said(message));
    context.on("weberror", (error) => this.#note(`script: ${error.error().message}`));
    context.on("page", (page) =>
      page.on("websocket", (socket) => {
        this.#count(`WS ${new URL(socket.url()).pathname}`);
        socket.on("socketerror", (error) => this.#note(`socket ${path(socket.url())}: ${error}`));
        socket.on("framereceived", ({ payload }) => this.#heard(String(payload)));
      }));
  }

  get faults() {
    return [...this.#faults].map(([fault, times]) => (times > 1 ? `${fault} (${times} times)` : fault));
  }

  #ours(url) {
    return new URL(url).host === this.#host;
  }

  #asked(request) {
    const bearer = /^Bearer (.+)$/.exec(request.headers().authorization ?? "");
    if (this.#ours(request.url()) && bearer) {
      this.tokens.add(bearer[1]);
    }
  }

  async #answered(response) {
    const [url, status, method] = [response.url(), response.status(), response.request().method()];
    if (!this.#ours(url)) {
      return;
    }
    this.#count(`${method} ${new URL(url).pathname.replace(/\d{6,}/g, ":id")} ${status}`);
    if (status >= 400) {
      const body = await response.text().catch(() => "");
      this.#note(`${method} ${path(url)}: ${status} ${body.slice(0, 200)}`);
    }
  }

  #failed(request) {
    const why = request.failure()?.errorText ?? "";
    // What a client gives up by itself is not a fault.
    if (this.#ours(request.url()) && why !== "net::ERR_ABORTED") {
      this.#note(`${request.method()} ${path(request.url())}: ${why}`);
    }
  }

  #said(message) {
    // That an answer was a failure is noted with the answer.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      this.#note(`console: ${message.text().slice(0, 300)}`);
    }
  }

  #heard(message) {
    const { event, error } = JSON.parse(message || "{}");
    this.#count(`event ${event}`);
    if (error) {
      this.#note(`socket: ${message}`);
    }
  }

  #count(call) {
    this.calls.set(call, (this.calls.get(call) ?? 0) + 1);
  }

  #note(fault) {
    if (!this.#accepted.some((known) => known.test(fault))) {
      this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
    }
  }
}

function path(url) {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
