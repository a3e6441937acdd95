/** Tureen behind the real PgBouncer in transaction mode, with fewer server connections than clients. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createLimiterMakers } from "@tureen/collab-server/platform/rate-limits";
import { createTableLimits } from "@tureen/collab-server/table/table-limits";
import {
  createTestRestaurant,
  type TestRestaurant,
} from "@tureen/collab-server/testing/test-restaurant";
import {
  assertAppRole,
  createPool,
  type Database,
  inRestaurant,
} from "@tureen/persistence/platform/database";
import { errorCode } from "@tureen/persistence/platform/retry";
import { ofRestaurant, runLean } from "@tureen/persistence/platform/wire/index";
import {
  createTestDatabase,
  type TestDatabase,
  testWire,
} from "@tureen/persistence/testing/test-database";
import { TureenError } from "@tureen/shared/platform/errors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServerAndWorker } from "../../prove/bench/server-and-worker.ts";
import { doMainJob } from "../main-job/main-job.ts";
import { type PgBouncer, startPgBouncer } from "./testing/start-pgbouncer.ts";

/** Connections to Postgres; far fewer than there are clients. */
const SERVER_CONNECTIONS = 3;
const CLIENTS = 16;
const LOGIN = "tureen_pooled";
/** What Postgres says where no restaurant was named: ever on this connection, or not any more. */
const UNNAMED = /^(42704|22P02)$/;

let db: TestDatabase;
let bouncer: PgBouncer;
let pool: Database;
let here: TestRestaurant;
let there: TestRestaurant;

beforeAll(async () => {
  db = await createTestDatabase();
  await db.owner.query(await readFile(new URL("login.sql", import.meta.url), "utf8"));
  const password = randomBytes(18).toString("base64url");
  await db.owner.query(`alter role ${LOGIN} password '${password}'`);
  const { rows } = await db.owner.query<{ secret: string }>(
    "select rolpassword as secret from pg_authid where rolname = $1",
    [LOGIN],
  );
  bouncer = await startPgBouncer({
    databaseUrl: db.url,
    login: { name: LOGIN, password, secret: rows[0]?.secret ?? "" },
    settings: { default_pool_size: String(SERVER_CONNECTIONS) },
  });
  const url = bouncer.url;
  pool = createPool({
    ...{ url, transactionPooled: true, wire: testWire() },
    ...{ poolMin: 0, poolMax: CLIENTS },
  });
  [here, there] = [
    await createTestRestaurant(pool, "Here", 4),
    await createTestRestaurant(pool, "There", 4),
  ];
});
afterAll(async () => {
  await pool?.end();
  await bouncer?.stop();
  await db?.drop();
});

describe("Through a pooler in transaction mode", () => {
  test("a client is given one server connection after the other, and each serves many", async () => {
    // A connection that is not given back would keep the pool from ending.
    const pidsOfOne = async () => {
      const client = await pool.connect();
      try {
        const pids = new Set<number>();
        for (let round = 0; round < 30; round += 1) {
          const { rows } = await client.query({
            name: "which-server",
            text: "select pg_backend_pid() as pid, pg_sleep(0.001) where $1",
            values: [true],
          });
          pids.add(rows[0].pid);
        }
        return pids;
      } finally {
        client.release();
      }
    };
    const seen = await Promise.all(Array.from({ length: CLIENTS }, pidsOfOne));
    const servers = new Set(seen.flatMap((pids) => [...pids]));
    expect(servers.size).toBeLessThanOrEqual(SERVER_CONNECTIONS);
    expect(seen.filter((pids) => pids.size > 1).length).toBeGreaterThan(CLIENTS / 2);
  });

  test("every statement sees its own restaurant, whoever had the connection before", async () => {
    const idsIn = (rows: { id?: unknown }[]) => [...new Set(rows.map(({ id }) => id))];
    const text = "select restaurant_id as id from tables";
    const round = async (house: TestRestaurant) => {
      const { restaurantId } = house;
      const own = [restaurantId];
      const scoped = ofRestaurant(pool, restaurantId);
      expect(idsIn((await scoped.query({ name: "tables", text })).rows)).toEqual(own);
      const lean = await runLean(pool, restaurantId, { name: "lean-tables", text }, []);
      expect([...new Set(lean.map(([id]) => id))]).toEqual(own);
      const inside = await inRestaurant(pool, restaurantId, async (tx) => {
        await tx.query("select pg_sleep(0.001)");
        return tx.query(text);
      });
      expect(idsIn(inside.rows)).toEqual(own);
      expect(await pool.query(text).then(() => "seen", errorCode)).toMatch(UNNAMED);
      // What fails leaves the server connection as it was.
      const failing = scoped.query({ name: "by-zero", text: "select 1 / $1::int", values: [0] });
      await expect(failing).rejects.toMatchObject({ code: "22012" });
    };
    await Promise.all(
      Array.from({ length: 10 * CLIENTS }, (_, i) => round(i % 2 === 0 ? here : there)),
    );
  });

  test("it acts as a role that cannot change orders, within its time limits", async () => {
    await assertAppRole(pool);
    const { rows } = await pool.query(
      `select current_setting('statement_timeout') as statement,
         current_setting('lock_timeout') as lock,
         current_setting('idle_in_transaction_session_timeout') as idle`,
    );
    expect(rows).toEqual([{ statement: "15s", lock: "5s", idle: "30s" }]);
  });

  test("tries are counted, whose library names its statements", async () => {
    const limits = createTableLimits(createLimiterMakers({ database: pool }));
    const lookUp = (find: () => Promise<string>) =>
      limits.lookup("192.0.2.1", find).catch((error: TureenError) => error.code);
    const unknown = async () => {
      throw new TureenError("table-unknown");
    };
    for (const code of await Promise.all(Array.from({ length: 60 }, () => lookUp(unknown)))) {
      expect(code).toBe("table-unknown");
    }
    expect(await lookUp(async () => "found")).toBe("rate-limited");
  });

  test("a pool that was not told of the pooler is refused instead of running half-way", async () => {
    const untold = createPool({ url: bouncer.url, poolMin: 0, poolMax: 1 });
    await expect(untold.query("select 1")).rejects.toThrow("unsupported startup parameter");
    await untold.end();
  });

  test("server and worker do the main job at several tables, signals going beside it", async () => {
    const { origin, stop } = await startServerAndWorker({
      DATABASE_URL: db.url,
      DATABASE_POOLER_URL: bouncer.url,
      JWT_SECRET: randomBytes(32).toString("hex"),
      LOG_LEVEL: "warn",
    });
    try {
      const cook = here.staff.find(({ role }) => role === "kitchen");
      if (!cook) throw new Error("no cook");
      await Promise.all(here.tables.map(({ code }) => doMainJob({ origin, code, cook })));

      const { rows } = await db.owner.query(
        `select application_name as name, usename as login, count(*)
         from pg_stat_activity where datname = current_database()
           and application_name in ('tureen-server', 'tureen-worker', 'tureen-signals')
         group by 1, 2 order by 1, 2`,
      );
      const direct = rows.filter(({ login }) => login !== LOGIN);
      expect(direct).toEqual([
        { name: "tureen-signals", login: new URL(db.url).username, count: 2 },
      ]);
      expect(rows.length).toBeGreaterThan(1);
    } finally {
      await stop();
    }
  });
});
