import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { assertAppRole, createPool, type Database } from "@tureen/persistence/platform/database";
import { migrate } from "@tureen/persistence/platform/migrate";
import { auditAll } from "@tureen/persistence/replay/audit/audit";
import { expireSessions } from "@tureen/persistence/table/expire-sessions";
import { givenOrder } from "@tureen/persistence/testing/confirmed";
import {
  givenRestaurant,
  givenTable,
  type TestRestaurant,
} from "@tureen/persistence/testing/fixtures";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type SystemPostgres, startSystemPostgres } from "./testing/system-postgres.ts";

const here = dirname(fileURLToPath(import.meta.url));
const NAME = "house";
const OWNER = "house_owner";
const FINAL = /^tureen-\d{8}T\d{6}Z\.dump$/;
/** A diner may confirm a hundred times in a session. */
const ORDERS_AT_MOST = 90;
const BETWEEN_ORDERS_MS = 20;

let postgres: SystemPostgres;
let folder: string;
let superuser: pg.Client;
let app: Database;
let owner: Database;
let restaurant: TestRestaurant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-backup-"));
  postgres = await startSystemPostgres();
  superuser = new pg.Client({ connectionString: postgres.url("postgres") });
  await superuser.connect();
  // As on a hosted Postgres: the owner is no superuser.
  await superuser.query(`create role ${OWNER} login createdb createrole`);
  await superuser.query(`create database ${NAME} owner ${OWNER}`);
  await migrate(postgres.url(NAME, OWNER));
  connect();
  restaurant = await givenRestaurant(app, { tables: 4 });
});
afterAll(async () => {
  await disconnect();
  await superuser.end();
  await postgres.remove();
  await rm(folder, { recursive: true });
});

function connect(): void {
  const url = postgres.url(NAME, OWNER);
  app = createPool({ url, poolMin: 0, poolMax: 4 });
  owner = createPool({ url, poolMin: 0, poolMax: 2, role: null });
}

const disconnect = () => Promise.all([app.end(), owner.end()]);

function start(script: "backup.sh" | "restore.sh", args: string[] = [], env = {}) {
  const child = spawn(join(here, script), args, {
    env: {
      PATH: process.env.PATH,
      PG_BIN: postgres.programs,
      DATABASE_URL: postgres.url(NAME, OWNER),
      BACKUP_DIR: folder,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]).then(
    ([[code], printed, errors]) => ({ code: code as number | null, printed, errors }),
  );
  return { child, ended };
}

const run = (...call: Parameters<typeof start>) => start(...call).ended;

const dumps = async () => (await readdir(folder)).filter((name) => FINAL.test(name)).sort();

const successAt = async () =>
  Number(
    /^tureen_backup_last_success_timestamp_seconds (\d+)$/m.exec(
      await readFile(join(folder, "tureen_backup.prom"), "utf8"),
    )?.[1],
  );

/** The restaurant's history: event 1, 2, 3 … and whose order it is about. */
async function history(): Promise<string[]> {
  const { rows } = await owner.query<{ entry: string }>(
    `select event_number || ' ' || order_id as entry from order_status_history
     where restaurant_id = $1 order by event_number`,
    [restaurant.restaurantId],
  );
  return rows.map(({ entry }) => entry);
}

test("orders keep coming during the backup, the server is lost, and all up to the dump come back", async () => {
  const old = ["20200101T030000", "20200102T030000", "20200102T040000", "20200109T030000"];
  for (const time of old) await writeFile(join(folder, `tureen-${time}Z.dump`), "");
  await writeFile(join(folder, ".tureen-20200110T030000Z.dump.partial"), "half");

  const tables = [await givenTable(app, restaurant, 0), await givenTable(app, restaurant, 1)];
  for (const table of tables) await givenOrder(app, restaurant, table);
  const before = await history();
  const backup = start("backup.sh", [], { BACKUP_KEEP_DAILY: "2", BACKUP_KEEP_WEEKLY: "3" });
  let running = true;
  const orders = tables.map(async (table) => {
    for (let n = 0; running && n < ORDERS_AT_MOST; n++) {
      await givenOrder(app, restaurant, table);
      await delay(BETWEEN_ORDERS_MS);
    }
    await givenOrder(app, restaurant, table);
  });
  const startedAt = Math.floor(Date.now() / 1000);
  const { code, printed, errors } = await backup.ended;
  running = false;
  await Promise.all(orders);
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect(printed).toMatch(/replay: ok: 2 sessions, \d+ edits/);
  expect(printed).toMatch(
    /audit: \d+ events, \d+ orders, \d+ ledger entries, \d+ receipts, \d+ signatures checked: as they were/,
  );
  const all = await history();

  const [newest = "", ...others] = (await dumps()).reverse();
  expect(printed).toContain(newest);
  // Two days: today's and the 9th; three weeks: those, and the last of the week before.
  expect(others).toEqual(["tureen-20200109T030000Z.dump", "tureen-20200102T040000Z.dump"]);
  expect((await readdir(folder)).filter((name) => name.endsWith(".partial"))).toEqual([]);
  expect(Math.abs((await successAt()) - startedAt)).toBeLessThanOrEqual(2);
  const { rows } = await superuser.query("select datname from pg_database where not datistemplate");
  expect(rows.map(({ datname }) => datname).sort()).toEqual([NAME, "postgres"]);

  await disconnect();
  await superuser.query(`drop database ${NAME}`);
  await superuser.query("drop role tureen_app");
  expect(await run("restore.sh", [folder])).toMatchObject({ code: 0, errors: "" });
  // As the next start does.
  await migrate(postgres.url(NAME, OWNER));
  connect();

  const restored = await history();
  expect(restored).toEqual(all.slice(0, restored.length));
  expect(restored.length).toBeGreaterThan(before.length);
  expect(restored.length).toBeLessThan(all.length);
  expect(await auditAll(owner, {})).toMatchObject({ ok: true, orders: restored.length });
  await assertAppRole(app);
  expect((await expireSessions(app, { now: new Date() })).sessionIds).toHaveLength(2);
  await givenOrder(app, restaurant, await givenTable(app, restaurant, 0));
  expect((await history()).at(-1)).toMatch(new RegExp(`^${restored.length + 1} `));
});

test("a database that holds something is only replaced when told to, and kept", async () => {
  const args = ["--no-proof", "--keep-sessions", folder];
  expect(await run("restore.sh", ["--replace", ...args])).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^database-in-use: .*tureen/),
  });
  const later = await history();
  await disconnect();
  expect(await run("restore.sh", args)).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^database-not-empty: house holds \d+ tables/),
  });
  const replaced = await run("restore.sh", ["--replace", ...args]);
  expect(replaced).toMatchObject({ code: 0, errors: "" });
  connect();
  expect(await history()).toEqual(later.slice(0, -1));
  const aside = /house_before_\w+/.exec(replaced.printed)?.[0] ?? "";
  const kept = new pg.Client({ connectionString: postgres.url(aside, OWNER) });
  await kept.connect();
  const { rows } = await kept.query("select count(*)::int as events from order_status_history");
  await kept.end();
  expect(rows).toEqual([{ events: later.length }]);
});

test("one at a time, and one that is stopped half-way leaves nothing behind", async () => {
  const before = await readdir(folder);
  const blocker = new pg.Client({ connectionString: postgres.url(NAME) });
  await blocker.connect();
  try {
    await blocker.query("begin; lock table orders in access exclusive mode");
    const first = start("backup.sh");
    await vi.waitFor(async () => {
      const { rowCount } = await superuser.query(
        "select from pg_stat_activity where application_name = 'tureen-backup' and wait_event_type = 'Lock'",
      );
      expect(rowCount).toBe(1);
    }, 10_000);
    expect(await run("backup.sh")).toMatchObject({
      code: 1,
      errors: expect.stringContaining("backup-running: another backup"),
    });
    first.child.kill("SIGTERM");
    expect(await first.ended).toMatchObject({
      code: 143,
      errors: expect.stringContaining("backup-failed"),
    });
  } finally {
    await blocker.end();
  }
  expect(await readdir(folder)).toEqual(before);
});

test("a full disk is said, and neither a dump nor its metric is half written", async () => {
  const before = await readdir(folder);
  // Stands in for a full disk: no file may grow beyond 8 KB.
  const limited = join(folder, "limited.sh");
  await writeFile(limited, "trap '' XFSZ; ulimit -f 8\n");
  const { code, errors } = await run("backup.sh", [], { BASH_ENV: limited });
  await rm(limited);
  expect(code).toBe(1);
  expect(errors).toMatch(/dump-failed: .*\nbackup-failed: no backup was made/);
  expect(await readdir(folder)).toEqual(before);

  const metrics = join(folder, "metrics");
  await mkdir(join(metrics, "tureen_backup.prom.draft"), { recursive: true });
  const noted = await run("backup.sh", [], { BACKUP_METRICS_DIR: metrics });
  expect(noted.code).toBe(1);
  const [, made] = /^metrics-failed: (\S+) is a good backup/m.exec(noted.errors) ?? [];
  expect((await dumps()).at(-1)).toBe(made);
  await rm(metrics, { recursive: true });
});

test("a dump that is not what its logs say is no backup", async () => {
  const [before, success] = [await dumps(), await successAt()];
  const tamper = new pg.Client({ connectionString: postgres.url(NAME) });
  await tamper.connect();
  await tamper.query("set session_replication_role = replica; update order_items set quantity = 9");
  await tamper.end();
  const { code, errors } = await run("backup.sh");
  expect(code).toBe(1);
  expect(errors).toMatch(/proof-failed: .* kept as tureen-\S+\.rejected/);
  expect(await dumps()).toEqual(before);
  expect(await successAt()).toBe(success);
});

test("what is wrong with the call is said with a code", async () => {
  const whole = join(folder, (await dumps()).at(-1) ?? "");
  await writeFile(join(folder, "half"), (await readFile(whole)).subarray(0, 5_000));
  for (const [script, args, env, error] of [
    ["backup.sh", [], { BACKUP_DIR: "" }, "setting-invalid: set BACKUP_DIR"],
    ["backup.sh", [], { BACKUP_KEEP_DAILY: "0" }, "setting-invalid: BACKUP_KEEP_DAILY"],
    ["backup.sh", [], { DATABASE_URL: "" }, "address-missing"],
    ["backup.sh", [], { DATABASE_URL: "http://house" }, "address-invalid"],
    ["backup.sh", [], { DATABASE_URL: postgres.url("nowhere") }, "database-away"],
    ["restore.sh", [], {}, "option-invalid"],
    ["restore.sh", ["--force", folder], {}, "option-invalid: there is no option --force"],
    ["restore.sh", [join(folder, "none")], {}, "dump-missing"],
    ["restore.sh", [join(folder, "half")], {}, "dump-unreadable"],
  ] as const) {
    const { code, errors } = await run(script, [...args], env);
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining(error) });
  }
});
