// A browser without a screen: keeps cookies, follows redirects, fills in forms. Knows the pages'
// labels and buttons only as HTML, so that a form that a browser could not send fails here too.

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#43": "+" };

export class Browser {
  #cookies = new Map();
  #base;

  constructor(base) {
    this.#base = base;
  }

  open(address) {
    return this.#go("GET", address);
  }

  /** Sends the page's form with this action, as the button of that name would where one is given. */
  submit(page, action, filledIn, button) {
    const form = forms(page.html).find((one) => one.action === action);
    if (!form) {
      throw new Error(`no form for ${action} on the page “${page.title}” (${page.status})`);
    }
    const fields = new URLSearchParams({ ...form.hidden, ...filledIn });
    if (button) {
      fields.set(...button);
    }
    return this.#go(form.method, form.action, fields);
  }

  /** Where the address is not the server's own, which is how an app gets its code, it is not followed. */
  async #go(method, address, fields) {
    let url = new URL(address, this.#base);
    let request = { method, ...(fields ? { body: fields } : {}) };
    for (let hops = 0; hops < 10; hops++) {
      const answer = await fetch(url, {
        ...request,
        redirect: "manual",
        headers: { cookie: this.#cookieHeader(), accept: "text/html", origin: new URL(this.#base).origin },
      });
      this.#keep(answer);
      const location = answer.headers.get("location");
      if (!location) {
        const html = await answer.text();
        return { status: answer.status, url, html, title: text(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1]) };
      }
      url = new URL(location, url);
      request = { method: "GET" };
      if (url.origin !== new URL(this.#base).origin) {
        return { status: answer.status, url, html: "", title: "" };
      }
    }
    throw new Error(`redirected without end at ${url}`);
  }

  #cookieHeader() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #keep(answer) {
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
}

function forms(html) {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, attributes, inside]) => ({
    action: attribute(attributes, "action"),
    method: attribute(attributes, "method").toUpperCase(),
    hidden: Object.fromEntries(
      [...inside.matchAll(/<input([^>]*type="hidden"[^>]*)>/g)].map(([, input]) => [
        attribute(input, "name"),
        attribute(input, "value"),
      ]),
    ),
  }));
}

function attribute(tag, name) {
  return text(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]);
}

function text(html = "") {
  return html.replace(/&([a-z#0-9]+);/g, (whole, name) => ENTITIES[name] ?? whole).trim();
}
