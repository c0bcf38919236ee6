// Somebody else's site with the widget on it: the built shop and widget.js, before a real server or before one in memory that speaks the
// whole contract. Two addresses of it are two origins to a browser: 127.0.0.1 and localhost.
import { existsSync, readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { WebSocketServer } from "ws";
import { installation } from "../mock/core.mjs";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" };
/** As the program says it for its pages, so that what it forbids is found here. */
const policy = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
const packed = new Map();

/** What the web build has made, compressed as the program serves it. */
function built(path, res) {
  const name = path === "/shop" ? "shop.html" : path.slice(1);
  const file = dist + name;
  if (path === "/" || name.includes("..") || !/^(?:widget\.js|shop\.html|index\.html|assets\/.+)$/.test(name) || !existsSync(file)) return false;
  if (!packed.has(file)) packed.set(file, brotliCompressSync(readFileSync(file)));
  const html = name.endsWith(".html");
  res.writeHead(200, {
    "Content-Type": types[extname(name)] ?? "application/octet-stream", "Content-Encoding": "br", "Cache-Control": "no-cache",
    ...(html ? { "Content-Security-Policy": policy } : { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" }),
  });
  res.end(packed.get(file));
  return true;
}

function json(res, value) {
  res.writeHead(value === null ? 404 : 200, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
  res.end(JSON.stringify(value ?? { code: "not_found" }));
}

/** `help` answers for the public routes of the widget: { config(language), search(q, language), article(slug, language) }. */
function asked(url, res, help) {
  const language = url.searchParams.get("language") ?? "en";
  const what = url.pathname.replace("/api/v1/widget/", "");
  if (what === "config") return json(res, help.config(language));
  if (what === "search") return json(res, help.search(url.searchParams.get("q") ?? "", language));
  return json(res, help.article(decodeURIComponent(what.replace("articles/", "")), language));
}

/** A page of a stranger with the script on it, and nothing of ours. `tag`: the attributes of the script. */
const stranger = (body, script) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Stranger</title>
<style>* { color: red !important; font-size: 40px !important; margin: 9px !important } button { display: none } section, zhiyin-widget { border: 9px solid lime !important; transform: rotate(9deg) }</style></head>
<body>${body}${script}</body></html>`;

/** `target`: the real server; without it one in memory is made, `core`. */
export async function site({ target = null, help, strangers = {} } = {}) {
  const core = target === null ? installation() : null;
  let down = false;
  const sockets = new Set();
  const server = createServer((req, res) => {
    const url = new URL(req.url, "http://site");
    if (strangers[url.pathname] !== undefined) {
      const { body, script, headers = {} } = strangers[url.pathname](base());
      res.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...headers });
      return res.end(stranger(body, script));
    }
    if (built(url.pathname, res)) return undefined;
    if (help && url.pathname.startsWith("/api/v1/widget/")) return asked(url, res, help);
    if (target === null) return json(res, null);
    const to = new URL(target);
    return req.pipe(request({ host: to.hostname, port: to.port, path: req.url, method: req.method, headers: req.headers }, (from) => {
      res.writeHead(from.statusCode, from.headers);
      from.pipe(res);
    }).on("error", () => res.destroy()));
  });
  const ws = new WebSocketServer({ noServer: true });
  server.on("upgrade", (req, socket, head) => {
    if (down) return socket.destroy();
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
    if (target !== null) return through(new URL(target), req, socket, head);
    return ws.handleUpgrade(req, socket, head, (one) => {
      const link = core.connect(new URL(req.url, "http://site").pathname, { send: (text) => one.send(text), close: (code, reason) => one.close(code === 1006 ? 1011 : code, reason) });
      one.on("message", (data) => link.text(String(data))).on("close", () => link.closed());
    });
  });
  await new Promise((done) => server.listen(0, "0.0.0.0", done));
  const base = () => `http://127.0.0.1:${server.address().port}`;
  return {
    base: base(),
    /** The same site, and another origin. */
    other: base().replace("127.0.0.1", "localhost"),
    core,
    /** Ends the lines; new ones are refused until mend(). */
    cut: () => ((down = true), sockets.forEach((one) => one.destroy())),
    mend: () => (down = false),
    lines: () => sockets.size,
    stop: () => (sockets.forEach((one) => one.destroy()), server.closeAllConnections(), server.close()),
  };
}

function through(to, req, near, head) {
  const far = connect(Number(to.port), to.hostname, () => {
    far.write(`GET ${req.url} HTTP/1.1\r\n${Object.entries(req.headers).map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n`);
    far.write(head);
    near.pipe(far);
    far.pipe(near);
  });
  far.on("error", () => near.destroy()).on("close", () => near.destroy());
  near.on("close", () => far.destroy());
}
