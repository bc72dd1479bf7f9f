// What stands before a server in production: TLS, and the client's files on a host of their own.
// The certificate signs itself; the browser is told to take it, and to know no other hosts.
import { execFileSync } from "node:child_process";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { request as send } from "node:http";
import { createServer } from "node:https";
import { connect } from "node:net";
import { once } from "node:events";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".ico": "image/x-icon",
  ".js": "text/javascript",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** @param clientPort where the client's own program listens; without it clientFiles are served */
export async function startFront({ folder, port, serverHost, serverPort, clientHost, clientFiles, clientPort }) {
  const [key, cert] = certificate(folder, [serverHost, clientHost]);
  const front = createServer({ key, cert }, (request, response) => {
    if (request.headers.host !== clientHost) {
      pass(serverPort, request, response);
    } else if (clientPort) {
      pass(clientPort, request, response);
    } else {
      file(clientFiles, request, response);
    }
  });
  front.on("upgrade", (request, socket, head) => tunnel(serverPort, request, socket, head));
  front.listen(port, "127.0.0.1");
  await once(front, "listening");
  const stop = () => {
    front.close();
    front.closeAllConnections();
  };
  return { stop };
}

function certificate(folder, hosts) {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${hosts[0]}`,
    "-addext", `subjectAltName=${names}`, "-keyout", key, "-out", cert], { stdio: "pipe" });
  return [readFileSync(key), readFileSync(cert)];
}

/** A path that is no file gets the page of the client, which routes by itself. */
function file(root, request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url, "https://client").pathname));
  const found = [join(root, path), join(root, path, "index.html"), join(root, "200.html"), join(root, "index.html")]
    .find((one) => statSync(one, { throwIfNoEntry: false })?.isFile());
  if (!found) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": TYPES[extname(found)] ?? "application/octet-stream" });
  createReadStream(found).pipe(response);
}

function forwarded(request) {
  const told = { "x-forwarded-for": request.socket.remoteAddress, "x-forwarded-proto": "https" };
  return { ...request.headers, ...told };
}

function pass(port, request, response) {
  const { method, url: path } = request;
  const onward = send({ host: "127.0.0.1", port, method, path, headers: forwarded(request) }, (answer) => {
    response.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}

function tunnel(port, request, socket, head) {
  const onward = connect(port, "127.0.0.1", () => {
    const lines = Object.entries(forwarded(request)).map(([name, value]) => `${name}: ${value}\r\n`);
    onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join("")}\r\n`);
    onward.write(head);
    onward.pipe(socket).pipe(onward);
  });
  for (const [one, other] of [[socket, onward], [onward, socket]]) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
}
