import { createPool } from "@tureen/persistence/platform/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NodeOptions } from "../../testing/live-node.ts";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";
import { createHealthCheck } from "./health.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const version = "test";
/** A write is tried every two seconds. */
const SOON = { timeout: 20_000, interval: 100 };
const isLeaving = () => false;

async function ask(options: Partial<NodeOptions>, { leaving = false } = {}) {
  const asked = await startTestApi(options);
  if (leaving) asked.node.leave();
  const response = await asked.app.request("/health");
  const body = (await response.json()) as Record<string, unknown>;
  await asked.close();
  return { status: response.status, body };
}

describe("health", () => {
  it("is 200 with the state of all parts", async () => {
    const response = await api.app.request("/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: "ok",
      postgres: { ok: true },
      redis: null,
      queue: { depth: 0, oldestAgeMs: 0, failed: 0 },
      phones: 0,
      isFull: false,
      version,
    });
  });

  it("is 503 when Postgres is away", async () => {
    const database = createPool({ url: "postgres://nobody@127.0.0.1:1/nothing", poolMin: 0 });
    const { status, body } = await ask({ database });
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: "unavailable", postgres: { ok: false }, queue: null });
    await database.end();
  });

  it("is 503 within its time when Postgres does not answer", async () => {
    const database = createPool({ url: api.db.url, poolMin: 0, poolMax: 1 });
    const client = await database.connect();
    const health = createHealthCheck({
      database,
      reports: database,
      writes: { look: () => ({ ok: true, problem: null }) },
      pingRedis: undefined,
      isLeaving,
      load: () => ({ phones: 0, isFull: false }),
      version,
      timeoutMs: 100,
    });
    const startedAt = performance.now();
    const asked = await Promise.all([health(), health(), health()]);
    expect(asked.map(({ status }) => status)).toEqual(Array(3).fill("unavailable"));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    // Three questions, one query: probes do not pile up.
    expect(database.waitingCount).toBe(1);
    client.release();
    await database.end();
  });

  it("is 200 but degraded when Redis is away", async () => {
    const { status, body } = await ask({ redisUrl: "redis://127.0.0.1:1" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "degraded", redis: { ok: false } });
  });

  it("is 200 but degraded when the replica for reports is away", async () => {
    const reports = createPool({ url: "postgres://nobody@127.0.0.1:1/nothing", poolMin: 0 });
    const { status, body } = await ask({ reports });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "degraded",
      postgres: { ok: true },
      reports: { ok: false },
    });
    await reports.end();
  });

  it("is 503 while Postgres answers and keeps nothing, and the log says when that begins and ends", async () => {
    const asked = await startTestApi();
    const readOnly = async (on: boolean) => {
      const name = new URL(asked.db.url).pathname.slice(1);
      await asked.db.owner.query(
        `alter database ${name} set default_transaction_read_only = ${on}`,
      );
      // The setting is that of connections to come.
      await asked.db.owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'tureen-test' and datname = current_database()`,
      );
    };
    const now = async () => {
      const response = await asked.app.request("/health");
      const { status, writes } = (await response.json()) as Record<string, unknown>;
      return { code: response.status, status, writes };
    };
    await readOnly(true);
    const writes = { ok: false, problem: "read-only" };
    await expect.poll(now, SOON).toEqual({ code: 503, status: "unavailable", writes });
    await readOnly(false);
    const well = { code: 200, status: "ok", writes: { ok: true, problem: null } };
    await expect.poll(now, SOON).toEqual(well);
    const codes = () =>
      asked.logged
        .map((line) => (JSON.parse(line) as { code?: string }).code)
        .filter((code) => code?.startsWith("writes-"));
    await expect.poll(codes, SOON).toEqual(["writes-read-only", "writes-ok"]);
    await asked.close();
  });

  it("is 503 for a while after an edit was refused for want of room, whatever else can be written", async () => {
    const asked = await startTestApi();
    asked.node.database.writeFailures.note(Object.assign(new Error("no room"), { code: "53100" }));
    const response = await asked.app.request("/health");
    expect(await response.json()).toMatchObject({
      status: "unavailable",
      writes: { problem: "disk-full" },
    });
    await asked.close();
  });

  it("says whether newcomers are turned away, which is no illness", async () => {
    const busy = await ask({ isOverloaded: () => true });
    expect(busy).toMatchObject({ status: 200, body: { status: "ok", isFull: true } });
    const crowded = await ask({ config: { maxConnections: 0 } });
    expect(crowded).toMatchObject({ status: 200, body: { status: "ok", isFull: true } });
  });

  it("is 503 when the server is about to stop, although everything is well", async () => {
    const { status, body } = await ask({}, { leaving: true });
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: "leaving", postgres: { ok: true } });
  });
});

describe("requests while Postgres is away", () => {
  it("are told to come back", async () => {
    const database = createPool({ url: "postgres://nobody@127.0.0.1:1/nothing", poolMin: 0 });
    const asked = await startTestApi({ database });
    const params = { code: api.here.tables[0]?.code ?? "" };
    const read = await asked.call("readTable", { params });
    expect([read.status, read.code]).toEqual([503, "reading-unavailable"]);
    expect(read.headers.get("retry-after")).toBe("2");
    const opened = await asked.call("openTable", { params, body: { name: "Ana" } });
    expect([opened.status, opened.code]).toEqual([503, "storage-unavailable"]);
    await asked.close();
    await database.end();
  });
});
