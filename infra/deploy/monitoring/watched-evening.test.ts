/** What those who run Tureen see of one order that goes through real processes. */

import { LIVE_KEY } from "@tureen/collab-server/testing/live-node";
import type { LivePhone } from "@tureen/collab-server/testing/live-phone";
import { connectPhone } from "@tureen/collab-server/testing/live-phone";
import { type LiveTable, openLiveTable } from "@tureen/collab-server/testing/live-table";
import { readEvents } from "@tureen/collab-server/testing/read-events";
import { transaction } from "@tureen/persistence/platform/database";
import { traceIdOf } from "@tureen/persistence/platform/tracing/confirm-trace";
import { createStaffForEveryRole } from "@tureen/persistence/staff/staff-accounts";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { METRICS, type Process } from "@tureen/shared/platform/metrics";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { afterEach, expect, test } from "vitest";
import { signIn } from "../../prove/bench/ours.ts";
import { freePort } from "../../run/start/ports.ts";
import { type OtlpReceiver, startOtlpReceiver } from "./testing/otlp-receiver.ts";
import { startWatched, type WatchedProcess } from "./testing/watched-process.ts";

const releases: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

interface System {
  readonly db: TestDatabase;
  readonly server: WatchedProcess;
  readonly worker: WatchedProcess;
  readonly origin: Readonly<Record<Process, string>>;
}

/** Server and worker on a database of their own. */
async function startSystem(env: Record<string, string>, preload?: string): Promise<System> {
  const db = await createTestDatabase();
  releases.push(() => db.drop());
  const [serverPort, workerPort] = [await freePort(), await freePort()];
  const common = { DATABASE_URL: db.url, DATABASE_POOL_MIN: "0", NODE_ENV: "production", ...env };
  const origin = {
    server: `http://127.0.0.1:${serverPort}`,
    worker: `http://127.0.0.1:${workerPort}`,
  };
  const start = (entry: string, own: Record<string, string>, process: Process) =>
    startWatched(
      entry,
      { ...common, ...own },
      { healthUrl: `${origin[process]}/health`, ...(preload && { preload }) },
    );
  const serverEnv = {
    JWT_SECRET: new TextDecoder().decode(LIVE_KEY),
    SERVER_PORT: String(serverPort),
    SERVER_HOST: "127.0.0.1",
  };
  const workerEnv = { WORKER_PORT: String(workerPort), WORKER_HOST: "127.0.0.1" };
  const [server, worker] = await Promise.all([
    start("collab-server/src/main.ts", serverEnv, "server"),
    start("persistence/src/main.ts", workerEnv, "worker"),
  ]);
  releases.push(() => Promise.all([server.stop(), worker.stop()]));
  return { db, server, worker, origin };
}

/** A diner confirms one soup while the kitchen watches; resolves when the kitchen has it. */
async function orderSoup({ db, origin }: System): Promise<{ table: LiveTable; confirmId: string }> {
  const table = await openLiveTable(db.pool, { diners: 1 });
  const { restaurant, restaurantId, sessionId } = table;
  const staff = await transaction(db.owner, (tx) =>
    createStaffForEveryRole(tx, { restaurantId, now: new Date() }),
  );
  const cook = staff.find(({ role }) => role === "kitchen");
  if (!cook) throw new Error("no cook");
  const cookie = await signIn(origin.server, cook);
  const response = await fetch(`${origin.server}/api/kitchen/events`, { headers: { cookie } });
  const screen = readEvents(response);
  releases.push(() => screen.cancel());
  const url = origin.server.replace("http", "ws") + COLLAB_PATH;
  const phone: LivePhone = await connectPhone({ url }, table);
  releases.push(() => phone.destroy());
  const soup = restaurant.item("Soup");
  const line = await phone.add(table);
  const confirmId = phone.edits.confirm({
    lines: [{ line, quantity: 1, unitPrice: soup.price, ordered: 0 }],
    total: soup.price,
    menuVersion: restaurant.menu.version,
    at: Date.now(),
  });
  const event = await screen.next();
  expect(JSON.parse(event?.data ?? "")).toMatchObject({ number: 1, ticket: { sessionId } });
  return { table, confirmId };
}

const metricsOf = async (origin: string) => (await fetch(`${origin}/metrics`)).text();

test("an order leaves one connected trace through all processes, and measures", async () => {
  const collector: OtlpReceiver = await startOtlpReceiver();
  releases.push(() => collector.close());
  const system = await startSystem({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
  const { table, confirmId } = await orderSoup(system);
  const { restaurantId, sessionId } = table;

  for (const process of ["server", "worker"] as const) {
    const text = await metricsOf(system.origin[process]);
    const served = Object.values(METRICS).filter(
      // Only with a Redis, only where somebody was refused.
      ({ name, servedBy }) =>
        (servedBy as readonly Process[]).includes(process) && name !== METRICS.redisUp.name,
    );
    for (const { name, type } of served) expect(text).toContain(`# TYPE ${name} ${type}\n`);
  }
  const server = await metricsOf(system.origin.server);
  expect(server).toMatch(/^tureen_edits_total [1-9]/m);
  expect(server).toMatch(/^tureen_kitchen_lag_seconds_count 1$/m);
  expect(server).toMatch(/^tureen_queue_depth 0$/m);
  expect(server).toMatch(/^tureen_postgres_up 1$/m);
  expect(server).toMatch(/^tureen_pool_connections\{state="idle"\} [1-9]/m);
  const worker = await metricsOf(system.origin.worker);
  expect(worker).toMatch(/^tureen_confirms_total\{outcome="ordered"\} 1$/m);
  expect(worker).toMatch(/^tureen_commit_seconds_count 1$/m);

  // What is left is sent when they stop.
  await Promise.all([system.server.stop(), system.worker.stop()]);
  const { spans } = collector;
  const traced = { restaurantId, sessionId, confirmId };
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([traceIdOf(traced)]));
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const tree = spans.map(({ name, service, parentSpanId }) => {
    const parent = parentSpanId === undefined ? null : byId.get(parentSpanId);
    return `${parent === null ? "" : `${parent?.name ?? "unknown"} > `}${name} (${service})`;
  });
  expect(tree.sort()).toEqual([
    "commit > kitchen (tureen-server)",
    "commit > signal (tureen-worker)",
    "edit (tureen-server)",
    "edit > append (tureen-server)",
    "edit > commit (tureen-worker)",
    "edit > queue (tureen-worker)",
  ]);
  for (const { startTimeUnixNano: start, endTimeUnixNano: end } of spans) {
    const ageS = Date.now() / 1000 - Number(BigInt(start) / 1_000_000_000n);
    expect(ageS).toBeLessThan(60);
    expect(BigInt(end)).toBeGreaterThanOrEqual(BigInt(start));
  }
  const commit = spans.find(({ name }) => name === "commit");
  expect(commit?.attributes).toMatchObject({ outcome: "ordered", attempt: 1 });

  // The log's lines can be found by the same ids.
  const outcome = system.worker.lines.find((line) => line.includes("confirm has its outcome"));
  expect(JSON.parse(outcome ?? "{}")).toMatchObject({ ...traced, traceId: traceIdOf(traced) });
});

/** Makes loading OpenTelemetry's SDK impossible: without it there is nobody to send anything. */
const WITHOUT_SDK = `
import { registerHooks } from "node:module";
registerHooks({
  resolve(specifier, context, next) {
    if (/^@opentelemetry\\/(?!api$)/.test(specifier))
      throw new Error("loads " + specifier);
    return next(specifier, context);
  },
});`;

test("without a collector no tracing is loaded, and every log line is JSON with its fields", async () => {
  const system = await startSystem({ LOG_LEVEL: "debug" }, WITHOUT_SDK);
  const { confirmId } = await orderSoup(system);
  await Promise.all([system.server.stop(), system.worker.stop()]);
  for (const process of ["server", "worker"] as const) {
    const { lines } = system[process];
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      const entry = JSON.parse(line) as Record<string, unknown>;
      expect(entry).toMatchObject({
        level: expect.stringMatching(/^(debug|info)$/),
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        service: `tureen-${process}`,
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        host: expect.any(String),
        pid: expect.any(Number),
        message: expect.any(String),
      });
      // The diner of the test is called Ana.
      expect(line).not.toContain("Ana");
    }
  }
  const ofServer = system.server.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(ofServer.find(({ route }) => route === "/api/staff/sign-in")).toMatchObject({
    requestId: expect.any(String),
    status: 200,
  });
  const ofWorker = system.worker.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const outcome = ofWorker.find((entry) => entry.confirmId === confirmId);
  expect(outcome).toMatchObject({ sessionId: expect.any(String), orderId: expect.any(String) });
  expect(outcome).not.toHaveProperty("traceId");
});
