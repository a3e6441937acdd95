import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RedisProcess, startRedis } from "../start/redis-process.ts";
import { doctorCli } from "./cli.ts";

const now = new Date("2026-03-03T03:30:00Z");
const SECRET = "k3VqW9rTz7LmXb2NcYp5HsDf8GjA1uEoRiKwQxMvBn0";
/** What the processes and Prometheus answer, by path. */
const ANSWERS: Record<string, string> = {
  "/metrics": "tureen_connections 3\n",
  "/api/v1/rules?type=alert": JSON.stringify({
    data: { groups: [{ rules: [{ type: "alerting", name: "QueueOld" }] }] },
  }),
  "/api/v1/alertmanagers": JSON.stringify({ data: { activeAlertmanagers: [{}] } }),
  "/api/v1/query?query=max(tureen_backup_last_success_timestamp_seconds)": JSON.stringify({
    data: { result: [{ value: [0, String(now.getTime() / 1000 - 3600)] }] },
  }),
};

let db: TestDatabase;
let redis: RedisProcess;
let folder: string;
let watched: Server;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-doctor-"));
  db = await createTestDatabase();
  const configFile = join(folder, "redis.conf");
  // Its folder cannot be changed later, and a test's Redis must not write elsewhere.
  await writeFile(configFile, `dir ${folder}\nrequirepass ${SECRET}\n`);
  redis = await startRedis({ secret: { configFile, password: SECRET } });
  watched = createServer(({ url = "" }, response) => {
    const answer = ANSWERS[decodeURIComponent(url)];
    response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });
  watched.listen(0, "127.0.0.1");
  await once(watched, "listening");
  origin = `http://127.0.0.1:${(watched.address() as AddressInfo).port}`;
  await mkdir(join(folder, "infra/deploy/monitoring"), { recursive: true });
  await writeFile(join(folder, "infra/deploy/monitoring/alerts.yml"), "  - alert: QueueOld\n");
});
afterAll(async () => {
  watched.close();
  await redis.stop();
  await db.drop();
  await rm(folder, { recursive: true });
});

async function doctor(args: string[], env: Record<string, string>) {
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  const code = await doctorCli({ args, env, checkout: folder, now, print });
  return { code, printed: printed.join("\n") };
}

/** The levels by check of the production checklist. */
async function checklist(env: Record<string, string>) {
  const { code, printed } = await doctor(["--production", "--json"], env);
  const { ok, findings } = JSON.parse(printed) as {
    ok: boolean;
    findings: { check: string; level: string; what: string }[];
  };
  expect(ok).toBe(code === 0);
  return Object.fromEntries(findings.map(({ check, level }) => [check, level]));
}

/** The database, with settings that hold for whoever connects with this address. */
function database(settings: Record<string, string>): string {
  const url = new URL(db.url);
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  url.searchParams.set("options", flags.join(" "));
  return url.href;
}

function production(): Record<string, string> {
  return {
    DATABASE_URL: database({
      log_min_duration_statement: "500",
      log_connections: "on",
      log_lock_waits: "on",
      log_parameter_max_length: "0",
      log_error_verbosity: "terse",
    }),
    REDIS_URL: redis.url,
    JWT_SECRET: SECRET,
    PUBLIC_URL: "https://order.example.com",
    TRUST_PROXY: "loopback",
    NODE_ENV: "production",
    DATA_DIR: folder,
    SERVER_METRICS_URL: `${origin}/metrics`,
    WORKER_METRICS_URL: `${origin}/metrics`,
    PROMETHEUS_URL: origin,
  };
}

test("the production checklist on a real Postgres and Redis: everything missing, then mended", async () => {
  const bare = await checklist({
    DATABASE_URL: database({ log_error_verbosity: "default", synchronous_commit: "off" }),
    REDIS_URL: redis.url,
    DATA_DIR: folder,
    DATABASE_POOL_MAX: "300",
    LOG_LEVEL: "debug",
    SERVER_PORT: "1",
    POSTGRES_PASSWORD: "postgres",
    CHAOS: "on",
  });
  expect(bare).toEqual({
    passwords: "fail",
    "jwt-secret": "fail",
    "database-logging": "fail",
    "database-log-privacy": "fail",
    "database-durability": "fail",
    "database-encryption": "ok",
    pooling: "fail",
    "database-rights": "ok",
    "redis-persistence": "fail",
    "redis-memory": "ok",
    backups: "fail",
    "monitoring-server": "fail",
    "monitoring-worker": "fail",
    alerts: "warn",
    "log-format": "fail",
    "public-url": "fail",
    "trust-proxy": "warn",
    processes: "fail",
  });

  const client = new Redis(redis.url);
  await client.config("SET", "save", "3600 1");
  client.disconnect();
  const mended = await checklist(production());
  expect(Object.keys(mended)).toEqual(Object.keys(bare));
  expect(new Set(Object.values(mended))).toEqual(new Set(["ok"]));
});

test("it sees a role that may alter orders, a trigger that is off, and services that are away", async () => {
  await db.owner.query("grant delete on orders to tureen_app");
  const rights = await doctor(["--production"], production());
  expect(rights.code).toBe(1);
  expect(rights.printed).toContain(
    "fail  tureen_app may DELETE on orders. Mend: REVOKE DELETE on orders FROM tureen_app",
  );
  await db.owner.query("revoke delete on orders from tureen_app");
  await db.owner.query("alter table orders disable trigger orders_guard_update");
  expect(await checklist(production())).toMatchObject({ "database-rights": "fail" });
  await db.owner.query("alter table orders enable trigger orders_guard_update");
  await db.owner.query("alter table sessions disable row level security");
  expect(await checklist(production())).toMatchObject({ "database-rights": "fail" });
  await db.owner.query("alter table sessions enable row level security");
  expect(await checklist(production())).toMatchObject({ "database-rights": "ok" });

  const away = {
    DATABASE_URL: "postgres://127.0.0.1:1/tureen",
    REDIS_URL: "redis://127.0.0.1:1",
    PROMETHEUS_URL: "http://127.0.0.1:1",
    BACKUP_DIR: join(folder, "none"),
  };
  const points = await checklist({ ...production(), ...away });
  for (const check of ["database", "redis-persistence", "alerts", "backups"])
    expect([check, points[check]]).toEqual([check, "fail"]);
});

test("says how it is called, and which variable is wrong", async () => {
  expect(await doctor(["--nonsense"], {})).toMatchObject({
    code: 1,
    printed: expect.stringContaining("npm run doctor"),
  });
  expect(await doctor(["--help"], {})).toMatchObject({ code: 0 });
  expect(await doctor(["--production"], { PIN_LENGTH: "1" })).toMatchObject({
    code: 1,
    printed: expect.stringContaining("PIN_LENGTH"),
  });
  expect(await doctor(["--production"], { PROMETHEUS_URL: "x", DATA_DIR: folder })).toMatchObject({
    code: 1,
    printed: expect.stringContaining("PROMETHEUS_URL"),
  });
});
