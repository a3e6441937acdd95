import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "prom-client";
import type { Database } from "./database.ts";
import { readHealth } from "./health.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { clockAheadMs } from "./shared-clock.ts";
import type { Signals } from "./signals/signals.ts";
import { within } from "./within.ts";
import type { WriteWatch } from "./writes.ts";

/** How long Postgres may take to answer before it counts as away, ms. */
const ANSWER_MS = 1_000;

/**
 * Serves for those who watch GET /health (503 when Postgres does not answer or keeps nothing that is
 * written), GET /live (the process answers: starting it again would not bring Postgres back) and GET
 * /metrics.
 */
export async function serveHealth(options: {
  readonly port: number;
  /** The address to listen on; all of them when undefined. */
  readonly host?: string | undefined;
  readonly database: Database;
  readonly registry: Registry;
  readonly writes: Pick<WriteWatch, "look">;
  readonly signals: Pick<Signals, "over" | "isUp">;
}): Promise<{ readonly port: number; close: () => Promise<void> }> {
  const { port, host, database, registry, writes, signals } = options;
  const readQueue = oneAtATime(() => readHealth(database));
  /** What it says beside what Postgres tells. */
  const parts = () => ({
    writes: writes.look(),
    redis: signals.over === "redis" ? { ok: signals.isUp() } : null,
  });
  const server: Server = createServer(async (request, response) => {
    try {
      if (request.url === "/metrics") {
        response.setHeader("content-type", registry.contentType).end(await registry.metrics());
        return;
      }
      response.setHeader("content-type", "application/json");
      if (request.url === "/live") {
        response.end(JSON.stringify({ alive: true }));
        return;
      }
      if (request.url !== "/health") {
        response.writeHead(404).end(JSON.stringify({ error: { code: "not-found" } }));
        return;
      }
      const queue = await within(ANSWER_MS, readQueue());
      const said = { postgres: "up", ...parts(), clockAheadMs: clockAheadMs(), queue };
      const { ok } = said.writes;
      response.writeHead(ok ? 200 : 503).end(JSON.stringify({ ok, ...said }));
    } catch {
      // Whoever asks learns that it is down; the loop logs why.
      if (!response.headersSent) response.writeHead(503);
      response.end(JSON.stringify({ ok: false, postgres: "down", ...parts() }));
    }
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
