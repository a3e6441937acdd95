import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ErrorBody, TureenError } from "@tureen/shared/errors";
import { createProxyServer } from "http-proxy-3";
import sirv from "sirv";
import { securityHeaders } from "./security-headers.ts";

/** Kitchen streams are silent between their heartbeats; API answers are not. */
const UPSTREAM_SILENCE_MAX_MS = 90_000;
const REQUEST_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 1_000;
/** Paths of collab-server; everything else is the web app. */
const SERVER_PATH = /^\/(api|health|collab|yjs)(\/|\?|$)/;
/** The ones that are WebSockets. */
const LIVE_PATH = /^\/(collab|yjs)(\/|\?|$)/;

/** `folder` is the built web app; `https` is true when phones reach us through TLS. */
export type WebServerOptions = {
  folder: string;
  port: number;
  serverPort: number;
  https: boolean;
};

/** Serves the built web app and passes API calls and WebSockets on to collab-server. */
export async function startWebServer(
  options: WebServerOptions,
): Promise<{ stop(): Promise<void> }> {
  // A copy of its own: a rebuild would otherwise pull files away under a running server.
  const folder = await mkdtemp(join(tmpdir(), "tureen-web-"));
  await cp(options.folder, folder, { recursive: true });
  const files = sirv(folder, {
    single: true,
    gzip: true,
    brotli: true,
    etag: true,
    setHeaders(response, path) {
      // Names in /assets/ carry a hash of the content; everything else may change with a release.
      const hashed = path.startsWith("/assets/");
      response.setHeader(
        "Cache-Control",
        hashed ? "public, max-age=31536000, immutable" : "no-cache",
      );
    },
  });
  const proxy = createProxyServer({
    target: `http://127.0.0.1:${options.serverPort}`,
    ws: true,
    xfwd: true,
    proxyTimeout: UPSTREAM_SILENCE_MAX_MS,
  });
  proxy.on("error", (_error, _request, target) => unavailable(target));

  const server = createServer((request, response) => {
    const headers = securityHeaders(request.headers.host, options.https);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (SERVER_PATH.test(request.url ?? "")) proxy.web(request, response);
    else if (request.method === "GET" || request.method === "HEAD") files(request, response);
    else response.writeHead(405, { Allow: "GET, HEAD" }).end();
  });
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;

  // Upgraded sockets no longer belong to the server, so closing it does not close them.
  const sockets = new Set<Socket>();
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (!LIVE_PATH.test(request.url ?? "")) return void socket.destroy();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    proxy.ws(request, socket, head);
  });
  server.listen(options.port);
  await once(server, "listening");

  return {
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
      server.closeIdleConnections();
      await closed;
      clearTimeout(timer);
      await rm(folder, { recursive: true, force: true });
      proxy.close();
    },
  };
}

/** collab-server does not answer (it is being restarted): say so in the API's own form. */
function unavailable(target: ServerResponse | Socket): void {
  if (!(target instanceof ServerResponse)) return void target.destroy();
  if (target.headersSent) return void target.destroy();
  const { code, message, status } = new TureenError("storage-unavailable");
  target.writeHead(status, { "Content-Type": "application/json", "Retry-After": "2" });
  target.end(JSON.stringify({ error: { code, message } } satisfies ErrorBody));
}
