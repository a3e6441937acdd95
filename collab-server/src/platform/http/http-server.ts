import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { EVENT_PATHS } from "@tureen/shared/endpoints";
import { createGate } from "./gate.ts";
import { answerClientError, refuseSocket } from "./plain-refusal.ts";
import { requestProblem } from "./request-rules.ts";
import { createRouteUpgrade, type Fetch } from "./route-upgrade.ts";

/** How long the server waits, ms; replaceable so that tests need not wait. */
export type HttpTimeouts = Readonly<typeof TIMEOUTS>;

const TIMEOUTS = {
  /** A request has to be here, headers and body, within this time. */
  requestMs: 15_000,
  headersMs: 10_000,
  /** How often the two are looked at. */
  checkMs: 2_000,
  /** Longer than usual proxies keep a connection, so that they never reuse one we are closing. */
  keepAliveMs: 75_000,
  /** Requests under way when the server stops have this long to end. */
  drainMs: 3_000,
};

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 100;
/** Beside the live connections, which have a bound of their own and a reason when it is reached. */
const MAX_HTTP_CONNECTIONS = 10_000;

export interface HttpServer {
  /** The port it listens on, also when it was asked for any. */
  readonly port: number;
  /**
   * Accepts nothing new, lets requests under way end, then closes what is left of them. Upgraded
   * connections go on: whoever took them over ends them.
   */
  close(): Promise<void>;
}

/**
 * Serves HTTP with `fetch`, WebSockets of event streams included, and hands upgrades of the live
 * connection on; other upgrades are refused. Rejects when the port
 * cannot be had.
 */
export async function startHttpServer(options: {
  readonly port: number;
  readonly host: string | undefined;
  readonly fetch: Fetch;
  /** Whether an address, with its query, is one of the live connection. */
  readonly isLiveAddress: (url: string) => boolean;
  readonly handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Whether a page that wants a live connection may have one; all may when not given. */
  readonly mayUpgrade?: (request: IncomingMessage) => boolean;
  /** While true every answer ends its connection, so that proxies keep none to us. */
  readonly isLeaving?: () => boolean;
  /** Live connections at most; others may be open besides. */
  readonly maxConnections?: number;
  readonly timeouts?: Partial<HttpTimeouts>;
}): Promise<HttpServer> {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const listener = getRequestListener(
    (request, env) => {
      const { incoming, outgoing } = env;
      return options.fetch(request, {
        remoteAddress: incoming.socket?.remoteAddress,
        abort: () => outgoing.destroy(),
      });
    },
    { overrideGlobalObjects: false },
  );
  const upgradeByRoute = createRouteUpgrade(options.fetch);
  const gate = createGate();
  const server = createServer(
    {
      requestTimeout: timeouts.requestMs,
      headersTimeout: timeouts.headersMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: timeouts.checkMs,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    (request, response) => {
      if (options.isLeaving?.()) response.setHeader("connection", "close");
      if (gate(request, response)) void listener(request, response);
    },
  );
  server.on("clientError", answerClientError);
  // No per-address bound: the peers are proxies, which bound those behind them.
  server.maxConnections = MAX_HTTP_CONNECTIONS + (options.maxConnections ?? MAX_HTTP_CONNECTIONS);
  server.maxHeadersCount = MAX_HEADERS;
  // Connections that speak HTTP: an upgraded one no longer does and is ended by who took it over.
  const speaking = new Set<Duplex>();
  let silent = () => {};
  const stopSpeaking = (socket: Duplex) => {
    speaking.delete(socket);
    if (speaking.size === 0) silent();
  };
  // One function for all: connections are many, and most stay long.
  function closed(this: Duplex): void {
    stopSpeaking(this);
  }
  server.on("connection", (socket) => {
    speaking.add(socket);
    socket.on("close", closed);
  });
  server.on("upgrade", (request, socket, head) => {
    stopSpeaking(socket);
    socket.off("close", closed);
    const path = request.url?.split("?", 1)[0] ?? "";
    const live = options.isLiveAddress(request.url ?? "");
    const problem = requestProblem(request);
    if (problem) refuseSocket(socket, problem);
    else if (!live && !EVENT_PATHS.has(path)) refuseSocket(socket, "not-found");
    else if (options.mayUpgrade?.(request) === false) refuseSocket(socket, "origin-refused");
    else if (live) options.handleUpgrade(request, socket, head);
    else void upgradeByRoute(request, socket, head);
  });

  server.listen(options.port, options.host);
  // `once` rejects with the server's error, such as a port that is taken.
  await once(server, "listening");

  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      server.closeIdleConnections();
      if (speaking.size === 0) return;
      const ended = new Promise<void>((resolve) => {
        silent = resolve;
      });
      const timer = setTimeout(() => server.closeAllConnections(), timeouts.drainMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
