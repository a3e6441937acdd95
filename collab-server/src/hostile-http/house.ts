import { MenuCache } from "@tureen/persistence/operations/menu-cache";
import { connectSignals } from "@tureen/persistence/signals/connect-signals";
import { createTestDatabase, requiredUrl } from "@tureen/persistence/testing/test-database";
import type { Answer } from "@tureen/shared/http/contracts";
import { COLLAB_PATH } from "@tureen/shared/protocol";
import { Redis } from "ioredis";
import { pino } from "pino";
import { Registry } from "prom-client";
import { createUpgradeCheck } from "../api/origin.ts";
import { createCollab } from "../collab/collab.ts";
import { startHttpServer } from "../http-server.ts";
import { createMenuCatalog } from "../menu-catalog.ts";
import { createRateLimits } from "../rate-limits.ts";
import { createSessionCache } from "../session-cache/create-session-cache.ts";
import { JWT_KEY, startTestApi, type TestApi } from "../testing/test-api.ts";
import { HonestTable } from "./honest-table.ts";

/** One whole server on a real port, as `main.ts` makes it, with diners who eat there undisturbed. */
export interface House {
  readonly api: TestApi;
  readonly port: number;
  /** Origin of the pages, as browsers would say it. */
  readonly origin: string;
  readonly liveUrl: string;
  readonly honest: HonestTable;
  /** A request over the wire; `from` is the address that the trusted proxy in front reports. */
  fetch(path: string, init?: RequestInit & { readonly from?: string }): Promise<Response>;
  /** A digest of everything that attackers must not change: all but the honest diners' session. */
  digest(): Promise<string>;
  close(): Promise<void>;
}

/** What attacks are counted in. */
export type CountStore = "redis" | "postgres";

export async function startHouse(store: CountStore = "redis"): Promise<House> {
  const db = await createTestDatabase();
  const database = db.pool;
  const log = pino({ level: "silent" });
  const redisUrl = requiredUrl("TEST_REDIS_URL");
  const redis = new Redis(redisUrl);
  await redis.ping();
  const onError = () => {};
  const signals = connectSignals({ databaseUrl: db.url, database, redisUrl, onError });
  const catalog = createMenuCatalog({ database, signals, menus: new MenuCache() });
  const trustProxy = "loopback";
  const collab = createCollab({
    ...{ database, signals, log, catalog, jwtKey: JWT_KEY, redisUrl: undefined },
    ...{ sessionExpiryMs: 7_200_000, maxConnections: 1_000, registry: new Registry() },
    sessionCache: createSessionCache({ redis, jwtKey: JWT_KEY, signals, log }),
    ...{ trustProxy, isOverloaded: () => false, isLeaving: () => false },
  });
  const limits = createRateLimits({ database, redis: store === "redis" ? redis : undefined });
  const api = await startTestApi({
    ...{ db, signals, catalog, limits, trustProxy, notify: collab.noticeSession },
  });
  const server = await startHttpServer({
    ...{ port: 0, host: "127.0.0.1", fetch: api.app.fetch, handleUpgrade: collab.handleUpgrade },
    mayUpgrade: createUpgradeCheck(trustProxy, undefined),
    timeouts: { requestMs: 600, headersMs: 500, checkMs: 50 },
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const liveUrl = `ws://127.0.0.1:${server.port}${COLLAB_PATH}`;
  const honest = await HonestTable.sitDown(api, liveUrl);

  return {
    ...{ api, port: server.port, origin, liveUrl, honest },
    fetch(path, { from, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (from !== undefined) headers.set("x-forwarded-for", from);
      return fetch(origin + path, { ...init, headers });
    },
    async digest() {
      const { rows } = await db.owner.query<{ digest: string }>(DIGEST, [honest.sessionId]);
      return rows[0]?.digest ?? "";
    },
    async close() {
      honest.leave();
      await collab.close();
      await server.close();
      catalog.close();
      await signals.close();
      redis.disconnect();
      await api.close();
    },
  };
}

/** Tables that hold what can be stolen or spoilt; the honest diners' own session changes. */
const WATCHED = [
  "restaurants",
  "tables",
  "qr_codes",
  "users",
  "auth_sessions",
  "menu_items",
  "orders",
  "order_items",
  "order_status_history",
];
const DIGEST = `select md5(concat_ws('/',
  ${WATCHED.map((table) => `(select string_agg(t::text, ',' order by t::text) from ${table} t)`).join(",\n  ")},
  (select string_agg(concat(s.id, s.status, s.pin, s.next_seat), ',' order by s.id) from sessions s
    where s.id <> $1),
  (select string_agg(concat(u.session_id, u.seq, u.author), ',' order by u.session_id, u.seq)
    from session_updates u where u.session_id <> $1))) as digest`;

/** A grant's place at its table, by what a request needs of it. */
export type Grant = Answer<"openTable">;
