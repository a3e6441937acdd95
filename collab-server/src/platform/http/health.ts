import type { Database } from "@tureen/persistence/platform/database";
import { readHealth } from "@tureen/persistence/platform/health";
import { oneAtATime } from "@tureen/persistence/platform/one-at-a-time";
import { clockAheadMs } from "@tureen/persistence/platform/shared-clock";
import { within } from "@tureen/persistence/platform/within";
import { WRITE_PROBLEMS } from "@tureen/persistence/platform/write-failures";
import type { WriteWatch } from "@tureen/persistence/platform/writes";
import type { Registry } from "prom-client";
import { z } from "zod";
import type { Api } from "./route.ts";

/** How long a part may take to answer before it counts as away, ms. */
const CHECK_TIMEOUT_MS = 1_000;

const part = z.object({
  ok: z.boolean(),
  latencyMs: z.number().optional(),
});

const health = z
  .object({
    status: z
      .enum(["ok", "degraded", "leaving", "unavailable"])
      .describe(
        "degraded: serves, but a part that it can do without, or the place of some restaurants, is away; leaving: is about to stop, takes nothing new; unavailable: cannot serve",
      ),
    postgres: part,
    writes: z
      .object({
        ok: z.boolean(),
        problem: z
          .enum(WRITE_PROBLEMS)
          .nullable()
          .describe("Why Postgres does not keep what is written"),
      })
      .describe("Whether what is written is kept, as tried every two seconds"),
    redis: part.nullable().describe("null: not used"),
    reports: part.nullable().describe("The read replica for reports; null: there is none"),
    unreachable: z
      .int()
      .nullable()
      .describe("Restaurants it cannot serve, whose machine of a spread database is away"),
    queue: z
      .object({
        depth: z.int().describe("Confirms waiting for their outcome"),
        oldestAgeMs: z.int(),
        failed: z.int().describe("Confirms set aside with an error"),
      })
      .nullable(),
    clockAheadMs: z
      .int()
      .describe("How far this machine's clock is ahead of the database's, by which Tureen goes"),
    phones: z.int().describe("Live connections"),
    isFull: z.boolean().describe("It turns new live connections away, and serves those it has"),
    uptimeS: z.int(),
    version: z.string(),
  })
  .describe("Whether this server can serve");

export type Health = z.infer<typeof health>;

/** Looks at everything the server stands on; never throws and never takes much over a second. */
export type HealthCheck = () => Promise<Health>;

type Counts = Awaited<ReturnType<typeof readHealth>>;

/** Checks that run at the same time are one check, so that probes cannot pile up on a slow part. */
export function createHealthCheck(deps: {
  readonly database: Database;
  /** Resolves when Redis answers; undefined when there is none to answer. */
  readonly pingRedis: (() => Promise<unknown>) | undefined;
  /** The read replica that reports come from; `database` itself where there is none. */
  readonly reports: Database;
  readonly writes: Pick<WriteWatch, "look">;
  /** Whether the server is about to stop. */
  readonly isLeaving: () => boolean;
  /** Live connections, and whether one more would be turned away. */
  readonly load: () => { readonly phones: number; readonly isFull: boolean };
  readonly version: string;
  readonly timeoutMs?: number;
}): HealthCheck {
  const { database, reports, pingRedis, writes, isLeaving, load, version } = deps;
  const { timeoutMs = CHECK_TIMEOUT_MS } = deps;
  const startedAt = performance.now();
  const readQueue = oneAtATime<Counts>(() => readHealth(database));
  const readReplica = oneAtATime(() => reports.query("select 1"));

  return async () => {
    const [queue, redis, replica] = await Promise.all([
      timed(readQueue(), timeoutMs),
      pingRedis ? timed(pingRedis(), timeoutMs) : null,
      reports === database ? null : timed(readReplica(), timeoutMs),
    ]);
    const { value: counts, ...postgres } = queue;
    const kept = writes.look();
    const isUnfit = !postgres.ok || !kept.ok;
    const isPartial = redis?.ok === false || replica?.ok === false || !!counts?.unreachable;
    return {
      status: isLeaving() ? "leaving" : isUnfit ? "unavailable" : isPartial ? "degraded" : "ok",
      postgres,
      writes: kept,
      redis: redis && { ok: redis.ok, latencyMs: redis.latencyMs },
      reports: replica && { ok: replica.ok, latencyMs: replica.latencyMs },
      unreachable: counts?.unreachable ?? null,
      queue: counts
        ? {
            depth: counts.queueDepth,
            oldestAgeMs: Math.round(counts.oldestDueAgeMs),
            failed: counts.failed,
          }
        : null,
      clockAheadMs: clockAheadMs(),
      ...load(),
      uptimeS: Math.floor((performance.now() - startedAt) / 1000),
      version,
    };
  };
}

/** Answered with 503: nothing new belongs here. */
const UNFIT: ReadonlySet<Health["status"]> = new Set(["leaving", "unavailable"]);

/**
 * Adds `/health`, 503 when nothing new may come to the server; `/live`, which only says that the
 * process answers, since starting it again does not bring Postgres back; `/metrics` for Prometheus.
 */
export function addHealthRoutes({
  app,
  deps,
}: Api<{ readonly health: HealthCheck; readonly registry: Registry }>): void {
  const content = { "application/json": { schema: health } };
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/health",
    summary: "Whether this server can serve",
    tags: ["health"],
    security: [],
    responses: {
      200: { description: "It can", content },
      503: {
        description:
          "It cannot: Postgres does not answer or keeps nothing, or the server is about to stop",
        content,
      },
    },
  });
  app.get("/health", async (c) => {
    c.set("route", "/health");
    const now = await deps.health();
    return c.json(now, UNFIT.has(now.status) ? 503 : 200);
  });
  app.get("/live", (c) => {
    c.set("route", "/live");
    return c.json({ alive: true });
  });
  app.get("/metrics", async (c) => {
    c.set("route", "/metrics");
    c.header("content-type", deps.registry.contentType);
    return c.body(await deps.registry.metrics());
  });
}

async function timed<T>(
  work: Promise<T>,
  timeoutMs: number,
): Promise<{ ok: boolean; latencyMs?: number; value?: T }> {
  const startedAt = performance.now();
  try {
    const value = await within(timeoutMs, work);
    return { ok: true, latencyMs: Math.round(performance.now() - startedAt), value };
  } catch {
    // Why is for the log of whoever needs the part; here it is only away.
    return { ok: false };
  }
}
