import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EVENT_PATHS } from "@tureen/shared/endpoints";
import { createProxyServer } from "http-proxy-3";
import sirv from "sirv";
import { drain } from "../platform/drain.ts";
import { parseTrust } from "../platform/http/client.ts";
import { boundConnections } from "../platform/http/connection-bounds.ts";
import { createGate } from "../platform/http/gate.ts";
import { answerClientError, refuseRequest, refuseSocket } from "../platform/http/plain-refusal.ts";
import { isReading, requestProblem } from "../platform/http/request-rules.ts";
import { securityHeaders } from "./security-headers.ts";
import type { ServerNodes } from "./server-nodes.ts";
import { tableOfRequest } from "./table-of-request.ts";
import { isRefused } from "./watch-nodes.ts";

/** Kitchen streams are silent between their heartbeats; API answers are not. */
const UPSTREAM_SILENCE_MAX_MS = 90_000;
const CLOSE_TIMEOUT_MS = 1_000;

/** collab-server is back soon. */
const RETRY_S = 2;

/** How long the server waits for those who are slow on purpose, ms. */
const TIMEOUTS = {
  /** A request has to be here, headers and body, within this time. */
  requestMs: 15_000,
  headersMs: 10_000,
  /** How often the two are looked at. */
  checkMs: 2_000,
  /** Neither side has said anything: kitchen streams say something every ten seconds. */
  silenceMs: 120_000,
};

/** Every guest has a phone with a live connection and a few others, all behind one address. */
const MAX_CONNECTIONS = { total: 40_000, perAddress: 8_000 };
/** What only proxies say. From anybody else it is a lie, or worse. */
const PROXY_HEADERS = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
];
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 100;
/** Paths of collab-server; everything else is the web app. */
const SERVER_PATH = /^\/((api|health|collab|yjs)(\/|\?|$)|menu\/)/;
/** The ones that are WebSockets, besides event streams. */
const LIVE_PATH = /^\/(collab|yjs)(\/|\?|$)/;

/**
 * `folder` is the built web app, `nodes` are those of collab-server; `https` is true when phones reach us through TLS; `trustProxy`
 * names the proxies in front of us whose X-Forwarded headers count, as TRUST_PROXY does; `stripe` lets
 * Stripe's Payment Element into the pages.
 */
export type WebServerOptions = {
  folder: string;
  port: number;
  nodes: ServerNodes;
  https: boolean;
  trustProxy: string;
  stripe?: boolean;
  /** Is told in a sentence what does not stop it, but should be known. */
  warn?: (text: string) => void;
  timeouts?: Partial<typeof TIMEOUTS>;
  connections?: Partial<typeof MAX_CONNECTIONS>;
};

export interface WebServer {
  readonly port: number;
  /**
   * Takes nobody new, ends live connections, one by one within `drainMs` where another web server takes
   * them in, and then the rest.
   */
  stop(drainMs?: number): Promise<void>;
}

/**
 * Serves the built web app and passes API calls and WebSockets on to collab-server: what is about a
 * restaurant to one of the restaurant's nodes, everything else to each node in turn.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const trusts = parseTrust(options.trustProxy);
  const copy = await copyOf(options.folder, options.warn);
  const folder = copy ?? options.folder;
  const files = sirv(folder, {
    single: true,
    // A part that is gone with its release must not be answered with the page, and kept for a year.
    ignores: ["^/assets(/|$)"],
    onNoMatch(_request, response) {
      response.writeHead(404, { "Cache-Control": "no-store" });
      response.end();
    },
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
  const { nodes } = options;
  const proxy = createProxyServer({
    ws: true,
    xfwd: true,
    proxyTimeout: UPSTREAM_SILENCE_MAX_MS,
  });
  proxy.on("error", (_error, _request, target) => unavailable(target));
  const passOn = (request: IncomingMessage, response: ServerResponse, attempts: number) => {
    const node = nodes.of(tableOfRequest(request.url, request.headers));
    // That of the phone; to the server each request has its own.
    request.headers.connection = "close";
    const headers = { ...request.headers };
    proxy.web(request, response, { target: `http://${node}` }, (error) => {
      if (!isRefused(error)) return unavailable(response);
      nodes.down(node);
      // A body may have been read already; without one the next node can have the same request.
      const again = isReading(request.method) && !response.headersSent && attempts > 1;
      if (!again) return unavailable(response);
      // Without what has just been added about its way.
      request.headers = headers;
      passOn(request, response, attempts - 1);
    });
  };

  const gate = createGate();
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const headers = securityHeaders(request.headers.host, options.https, options);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!gate(request, response)) return;
    dropProxyHeaders(request, trusts);
    if (SERVER_PATH.test(request.url ?? "")) passOn(request, response, nodes.addresses.length);
    else if (isReading(request.method)) files(request, response);
    else {
      response.setHeader("Allow", "GET, HEAD");
      refuseRequest(response, "method-not-allowed");
    }
  };
  const server = createServer(
    {
      requestTimeout: timeouts.requestMs,
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkMs,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    handle,
  );
  server.maxHeadersCount = MAX_HEADERS;
  server.timeout = timeouts.silenceMs;
  server.on("clientError", answerClientError);
  boundConnections(server, { ...MAX_CONNECTIONS, ...options.connections, trusts });

  // Upgraded sockets no longer belong to the server, so closing it does not close them.
  const sockets = new Set<Socket>();
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const problem = requestProblem(request);
    if (problem) return refuseSocket(socket, problem);
    if (!isLive(request.url ?? "")) return refuseSocket(socket, "not-found");
    dropProxyHeaders(request, trusts);
    // Whether a phone is still there is asked by the live connection itself.
    socket.setTimeout(0);
    const table = tableOfRequest(request.url, request.headers);
    const node = nodes.of(table);
    // A phone on a node that is gone would wait for it: it comes back at once, to another one.
    const leave = nodes.enter(node, table, () => socket.destroy());
    sockets.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      leave();
    });
    socket.on("error", () => socket.destroy());
    proxy.ws(request, socket, head, { target: `http://${node}` }, (error) => {
      if (!isRefused(error)) return void socket.destroy();
      nodes.down(node);
      unavailable(socket);
    });
  });
  server.listen(options.port);
  await once(server, "listening");

  return {
    port: (server.address() as AddressInfo).port,
    async stop(drainMs = 0) {
      const closed = once(server, "close");
      const begin = () => void server.close();
      const live = () => [...sockets].map((socket) => () => void socket.destroy());
      await drain({ drainMs, begin, groups: [live] });
      for (const socket of sockets) socket.destroy();
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
      server.closeIdleConnections();
      await closed;
      clearTimeout(timer);
      if (copy) await rm(copy, { recursive: true, force: true });
      proxy.close();
    },
  };
}

/** Where there is no place for a copy, as in a full /tmp. */
const NO_PLACE: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EACCES"]);

/**
 * A copy of the app, since a rebuild would otherwise pull files away under a running server; undefined
 * where there is no place for one.
 */
async function copyOf(folder: string, warn?: (text: string) => void): Promise<string | undefined> {
  let copy: string | undefined;
  try {
    copy = await mkdtemp(join(tmpdir(), "tureen-web-"));
    await cp(folder, copy, { recursive: true });
    return copy;
  } catch (error) {
    if (copy) await rm(copy, { recursive: true, force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    // A temporary folder that is not there, as opposed to an app that is not.
    const isPlaceless = NO_PLACE.has(code) || (code === "ENOENT" && copy === undefined);
    if (!isPlaceless) throw error;
    warn?.(
      `${tmpdir()} takes no copy of the web app (${message}): it is served from ${folder} itself. Make room ` +
        "there, or set TMPDIR; until then do not build it while it is being served.",
    );
    return undefined;
  }
}

function isLive(url: string): boolean {
  return LIVE_PATH.test(url) || EVENT_PATHS.has(url.split("?", 1)[0] ?? "");
}

/** Leaves what is said about the way of a request only where a trusted proxy says it. */
function dropProxyHeaders(request: IncomingMessage, trusts: (address: string) => boolean): void {
  if (trusts(request.socket.remoteAddress ?? "")) return;
  for (const name of PROXY_HEADERS) delete request.headers[name];
}

/** collab-server does not answer (it is being restarted): say so in the API's own form. */
function unavailable(target: ServerResponse | Socket): void {
  if (!(target instanceof ServerResponse)) refuseSocket(target, "storage-unavailable", RETRY_S);
  else if (target.headersSent) target.destroy();
  else {
    const code = isReading(target.req.method) ? "reading-unavailable" : "storage-unavailable";
    refuseRequest(target, code, RETRY_S);
  }
}
