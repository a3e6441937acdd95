import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judgeBackups, newestBackup } from "./backups.ts";
import {
  type DatabaseFacts,
  judgeDatabaseLogging,
  judgeDurability,
  judgeEncryption,
  judgePooling,
  judgeRights,
} from "./database.ts";
import { alertsIn, judgeAlerts } from "./monitoring.ts";
import type { Point } from "./point.ts";
import { judgeAddresses, judgeLogs, judgeProcesses } from "./processes.ts";
import { judgeRedis } from "./redis.ts";
import { entropyBits, judgeJwtSecret, judgePasswords } from "./secrets.ts";

/** Every "check level" of the points. */
const levels = (...points: Point[]) => points.map(({ check, level }) => `${check} ${level}`);

const STRONG = "k3VqW9rTz7LmXb2NcYp5HsDf8GjA1uEoRiKwQxMvBn0=";

test("passwords: none that is known or short, wherever it stands", () => {
  const fine = {
    POSTGRES_PASSWORD: STRONG,
    DATABASE_URL: `postgres://app:${encodeURIComponent(STRONG)}@db:5432/tureen`,
    REDIS_URL: "redis://redis:6379",
    EMPTY_PASSWORD: "",
  };
  expect(judgePasswords(fine).level).toBe("ok");
  for (const wrong of [
    { POSTGRES_PASSWORD: "postgres" },
    { POSTGRES_PASSWORD: "change-me-or-it-does-not-start" },
    { GRAFANA_ADMIN_PASSWORD: "admin123" },
    { REDIS_PASSWORD: "k3VqW9rTz7" },
    { REDIS_URL: "redis://:redis@redis:6379" },
    { DATABASE_URL: "postgres://tureen:Password1@db:5432/tureen" },
    { APP_DATABASE_URL: "postgres://application_user:application_user@db:5432/tureen" },
  ]) {
    const point = judgePasswords({ ...fine, ...wrong });
    const [[name, value]] = Object.entries(wrong) as [[string, string]];
    expect(point).toMatchObject({ level: "fail", what: expect.stringContaining(name) });
    expect(JSON.stringify(point)).not.toContain(value);
  }
});

test("the signing secret: set, no placeholder, 128 bits", () => {
  expect(entropyBits("aaaa")).toBe(0);
  expect(entropyBits("abcd")).toBe(8);
  expect(judgeJwtSecret(STRONG).level).toBe("ok");
  for (const weak of [undefined, "", "a".repeat(64), "0123456789".repeat(3), `change-me-${STRONG}`])
    expect(judgeJwtSecret(weak).level).toBe("fail");
});

const facts: DatabaseFacts = {
  settings: {
    log_min_duration_statement: "500",
    log_connections: "receipt,authentication",
    log_lock_waits: "on",
    log_parameter_max_length: "0",
    log_error_verbosity: "terse",
    max_connections: "100",
    superuser_reserved_connections: "3",
    fsync: "on",
    synchronous_commit: "on",
  },
  encrypted: true,
  local: false,
  excess: [],
  unguarded: [],
};
const having = (settings: Record<string, string>): DatabaseFacts => ({
  ...facts,
  settings: { ...facts.settings, ...settings },
});

test("the database: logs what goes wrong and not what guests type, keeps commits", () => {
  expect(levels(...judgeDatabaseLogging(facts))).toEqual([
    "database-logging ok",
    "database-log-privacy ok",
  ]);
  for (const [name, value] of [
    ["log_min_duration_statement", "-1"],
    ["log_min_duration_statement", "60000"],
    ["log_connections", "off"],
    ["log_connections", ""],
    ["log_lock_waits", "off"],
  ] as const) {
    const [point] = judgeDatabaseLogging(having({ [name]: value }));
    expect(point?.level).toBe("fail");
    // It names that setting, and no other.
    expect(point && "mend" in point && point.mend.match(/SET \w+/g)).toEqual([`SET ${name}`]);
  }
  for (const [name, value] of [
    ["log_parameter_max_length", "-1"],
    ["log_error_verbosity", "default"],
  ] as const)
    expect(judgeDatabaseLogging(having({ [name]: value }))[1]?.level).toBe("fail");
  expect(judgeDurability(facts).level).toBe("ok");
  expect(judgeDurability(having({ fsync: "off" })).level).toBe("fail");
  expect(judgeDurability(having({ synchronous_commit: "off" })).level).toBe("fail");
});

test("the database: encrypted, room for all pools, rights and guards as migrated", () => {
  expect(judgeEncryption(facts).level).toBe("ok");
  expect(judgeEncryption({ ...facts, encrypted: false, local: true }).level).toBe("ok");
  expect(judgeEncryption({ ...facts, encrypted: false }).level).toBe("warn");
  expect(judgePooling(facts, 20, 4).level).toBe("ok");
  expect(judgePooling(facts, 20, 5)).toMatchObject({
    level: "fail",
    mend: expect.stringContaining("DATABASE_POOL_MAX to 17"),
  });
  expect(judgeRights(facts).level).toBe("ok");
  expect(judgeRights({ ...facts, excess: null }).level).toBe("fail");
  expect(judgeRights({ ...facts, excess: ["DELETE on orders"] })).toMatchObject({
    level: "fail",
    mend: "REVOKE DELETE on orders FROM tureen_app",
  });
  expect(judgeRights({ ...facts, unguarded: ["orders"] }).level).toBe("fail");
});

test("Redis: keeps on disk, can write there, drops nothing; a hosted one may not tell", () => {
  const persistence = { aof_last_write_status: "ok", rdb_last_bgsave_status: "ok" };
  const settings = { appendonly: "yes", save: "", "maxmemory-policy": "noeviction" };
  expect(levels(...judgeRedis({ settings, persistence }))).toEqual([
    "redis-persistence ok",
    "redis-memory ok",
  ]);
  const dump = { ...settings, appendonly: "no", save: "3600 1" };
  expect(judgeRedis({ settings: dump, persistence })[0]?.level).toBe("ok");
  const nothing = { ...settings, appendonly: "no" };
  expect(judgeRedis({ settings: nothing, persistence })[0]?.level).toBe("fail");
  const full = { ...persistence, aof_last_write_status: "err" };
  expect(judgeRedis({ settings, persistence: full })[0]?.level).toBe("fail");
  const lru = { ...settings, "maxmemory-policy": "allkeys-lru" };
  expect(judgeRedis({ settings: lru, persistence })[1]?.level).toBe("fail");
  expect(levels(...judgeRedis({ settings: {}, persistence }))).toEqual(["redis-persistence warn"]);
});

test.each(["docker/redis", "k8s/base"])(
  "Redis as %s sets it up is as it should be",
  async (folder) => {
    const file = await readFile(
      new URL(`../../../deploy/${folder}/redis.conf`, import.meta.url),
      "utf8",
    );
    const lines = file.split("\n").filter((line) => /^[a-z]/.test(line));
    const settings = Object.fromEntries(
      lines.map((line) => line.split(" ", 2) as [string, string]),
    );
    expect(levels(...judgeRedis({ settings, persistence: {} }))).toEqual([
      "redis-persistence ok",
      "redis-memory ok",
    ]);
  },
);

test("backups: the newest proven dump, whatever else lies there, is young enough", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tureen-backups-"));
  try {
    expect(await newestBackup(folder)).toBeUndefined();
    const files = ["tureen-20260301T033000Z.dump", "tureen-20260302T033000Z.dump"];
    const others = [
      "tureen-20260303T033000Z.dump.rejected",
      ".tureen-20260303T033000Z.dump.partial",
    ];
    for (const file of [...files, ...others]) await writeFile(join(folder, file), "");
    expect(await newestBackup(folder)).toBe(Date.UTC(2026, 2, 2, 3, 30));
  } finally {
    await rm(folder, { recursive: true });
  }
  const now = new Date("2026-03-03T03:30:00Z");
  const newest = Date.UTC(2026, 2, 2, 3, 30);
  expect(judgeBackups(newest, { now, maxAgeHours: 26 }).level).toBe("ok");
  expect(judgeBackups(newest, { now, maxAgeHours: 23 }).level).toBe("fail");
  expect(judgeBackups(undefined, { now, maxAgeHours: 26 }).level).toBe("fail");
});

test("alerts: shipped, loaded, and heard by somebody", () => {
  const shipped = alertsIn(
    'groups:\n  - name: a\n    rules:\n      - alert: QueueOld\n        expr: x\n      - alert: "RedisAway"\n',
  );
  expect(shipped).toEqual(["QueueOld", "RedisAway"]);
  const prometheus = { alerts: shipped, alertmanagers: 1, newestBackup: undefined };
  expect(judgeAlerts(shipped, prometheus).level).toBe("ok");
  expect(judgeAlerts(shipped, undefined).level).toBe("warn");
  expect(judgeAlerts([], prometheus).level).toBe("fail");
  expect(judgeAlerts(shipped, { ...prometheus, alertmanagers: 0 }).level).toBe("fail");
  expect(judgeAlerts([...shipped, "DiskFull"], prometheus)).toMatchObject({
    level: "fail",
    what: "Prometheus has not loaded DiskFull",
  });
});

test("addresses, production mode and logs", () => {
  const env = { PUBLIC_URL: "https://order.example.com", TRUST_PROXY: "10.0.0.0/8" };
  expect(levels(...judgeAddresses(env))).toEqual(["public-url ok", "trust-proxy ok"]);
  for (const PUBLIC_URL of [undefined, "http://order.example.com", "https://localhost:3000"])
    expect(judgeAddresses({ ...env, PUBLIC_URL })[0]?.level).toBe("fail");
  expect(judgeAddresses({ ...env, TRUST_PROXY: "" })[1]?.level).toBe("warn");
  for (const TRUST_PROXY of ["none", "loopback,0.0.0.0/0"])
    expect(judgeAddresses({ ...env, TRUST_PROXY })[1]?.level).toBe("fail");

  expect(judgeProcesses({ NODE_ENV: "production" }).level).toBe("ok");
  expect(judgeProcesses({ NODE_ENV: "development" }).level).toBe("fail");
  expect(judgeProcesses({ NODE_ENV: "production", CHAOS: "on" }).level).toBe("fail");

  const line = '{"level":"info","time":"2026-05-01T18:04:11.482Z","message":"listening"}';
  expect(judgeLogs({}, { "server.log": line }).level).toBe("ok");
  expect(judgeLogs({}, {}).level).toBe("ok");
  expect(judgeLogs({}, { "server.log": "[12:00] INFO listening" }).level).toBe("fail");
  expect(judgeLogs({ LOG_LEVEL: "debug" }, {}).level).toBe("fail");
  expect(judgeLogs({ LOG_LEVEL: "fatal" }, {}).level).toBe("fail");
});
