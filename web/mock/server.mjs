// The mock server: the built pages and docs/live-protocol.md over real sockets, in memory.
//   node mock/server.mjs [--port 8090] [--dist dist]
// POST /mock {"refuse":N,"retry_after_ms":N,"ack_delay_ms":N,"drop_acks":BOOL} sets faults; {"cut":CODE} ends all connections.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import { installation } from "./core.mjs";

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" };
const policy = "default-src 'self'; connect-src 'self' ws: wss:; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

export async function serve({ port = 0, dist = fileURLToPath(new URL("../dist", import.meta.url)) } = {}) {
  const core = installation();
  const page = { "/": "/index.html", "/agent": "/agent.html" };

  async function answer(request, response) {
    const path = new URL(request.url, "http://localhost").pathname;
    if (request.method === "POST" && path === "/mock") return control(request, response);
    const file = normalize(page[path] ?? path);
    try {
      const body = await readFile(join(dist, file));
      response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream", "content-security-policy": policy }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
  async function control(request, response) {
    let text = "";
    for await (const piece of request) text += piece;
    const { cut, ...faults } = JSON.parse(text);
    Object.assign(core.faults, faults);
    if (cut !== undefined) core.cut(cut);
    response.writeHead(204).end();
  }

  const http = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ server: http, maxPayload: 65536 });
  sockets.on("connection", (socket, request) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const link = core.connect(path, {
      send: (text) => socket.send(text),
      close: (code, reason) => (code === 1006 ? socket.terminate() : socket.close(code, reason)),
    });
    socket.on("message", (data) => link.text(String(data)));
    socket.on("close", () => link.closed());
    socket.on("error", () => socket.terminate());
  });
  await new Promise((resolve) => http.listen(port, "127.0.0.1", resolve));
  return {
    core,
    port: http.address().port,
    stop: () => {
      for (const socket of sockets.clients) socket.terminate();
      http.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name) => (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : undefined);
  const server = await serve({ port: Number(option("port") ?? 8090), ...(option("dist") ? { dist: option("dist") } : {}) });
  console.log(`mock server on http://127.0.0.1:${server.port}`);
}
