import { readRows } from "@tureen/persistence/platform/rows";
import { connectSignals } from "@tureen/persistence/platform/signals/connect-signals";
import { createTestDatabase, requiredUrl } from "@tureen/persistence/testing/test-database";
import type { Answer } from "@tureen/shared/endpoints";
import { z } from "zod";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";
import { HonestTable } from "./honest-table.ts";

const digested = z.object({ digest: z.string() });

/** One whole server on a real port, as `main.ts` makes it, with diners who eat there undisturbed. */
export interface AttackedApi {
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

export async function startAttackedApi(store: CountStore = "redis"): Promise<AttackedApi> {
  const db = await createTestDatabase();
  const redisUrl = store === "redis" ? requiredUrl("TEST_REDIS_URL") : undefined;
  const onError = () => {};
  const signals = connectSignals({ databaseUrl: db.url, database: db.pool, redisUrl, onError });
  const api = await startTestApi({
    ...{ db, signals, redisUrl, config: { trustProxy: "loopback" } },
    httpTimeouts: { requestMs: 600, headersMs: 500, checkMs: 50 },
  });
  await signals.ready;
  const { port } = await api.node.listen();
  const origin = `http://127.0.0.1:${port}`;
  const liveUrl = api.node.url;
  const honest = await HonestTable.sitDown(api, liveUrl);

  return {
    ...{ api, port, origin, liveUrl, honest },
    fetch(path, { from, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (from !== undefined) headers.set("x-forwarded-for", from);
      return fetch(origin + path, { ...init, headers });
    },
    async digest() {
      const rows = await readRows(db.owner, digested, DIGEST, [honest.sessionId]);
      return rows[0]?.digest ?? "";
    },
    async close() {
      honest.leave();
      await api.node.close();
      await signals.close();
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
