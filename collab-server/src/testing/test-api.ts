import { MenuCache } from "@tureen/persistence/operations/menu-cache";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import type { ErrorBody } from "@tureen/shared/errors";
import type { Answer, Body, Params, Query } from "@tureen/shared/http/contracts";
import { ENDPOINTS, type EndpointName } from "@tureen/shared/http/endpoints";
import type { Notice } from "@tureen/shared/protocol";
import { pino } from "pino";
import { Registry } from "prom-client";
import { createApi } from "../api/app.ts";
import type { Bindings } from "../api/client.ts";
import type { ApiDeps } from "../api/deps.ts";
import type { ApiApp } from "../api/env.ts";
import { createHealthCheck } from "../api/health.ts";
import { createStaffStreams } from "../api/staff-streams.ts";
import { createKitchenFeed } from "../kitchen/feed.ts";
import { createFloorFeed } from "../kitchen/floor-feed.ts";
import { createKitchenSource } from "../kitchen/source.ts";
import { createMenuCatalog } from "../menu-catalog.ts";
import { createRateLimits } from "../rate-limits.ts";
import { LocalSignals } from "./local-signals.ts";
import { createTestRestaurant, type TestRestaurant } from "./test-restaurant.ts";

/** What a call came to: the answer of its contract, or why it was refused. */
export interface Called<E extends EndpointName> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Answer<E>;
  /** The error's code; undefined when it was not refused. */
  readonly code: string | undefined;
  readonly field: string | undefined;
}

export interface CallOptions<E extends EndpointName> {
  readonly params?: Params<E>;
  readonly query?: Query<E>;
  readonly body?: Body<E> | Record<string, unknown> | string;
  /** A diner's access token. */
  readonly token?: string;
  /** A staff cookie. */
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
  readonly from?: Bindings;
}

export type StaffRoleName = "kitchen" | "waiter" | "manager";

/** The whole API over a database of its own with two restaurants. */
export interface TestApi {
  readonly app: ApiApp;
  readonly db: TestDatabase;
  readonly signals: LocalSignals;
  readonly here: TestRestaurant;
  readonly there: TestRestaurant;
  readonly notices: { sessionId: string; notice: Notice }[];
  /** Log lines written so far, as text. */
  readonly logged: string[];
  call<E extends EndpointName>(name: E, options?: CallOptions<E>): Promise<Called<E>>;
  /** Signs in and returns the cookie header. */
  signIn(restaurant: TestRestaurant, role: StaffRoleName): Promise<string>;
  /** Opens a table as a diner; each call takes another table, from the last, unless one is named. */
  open(restaurant?: TestRestaurant, code?: string): Promise<Answer<"openTable">>;
  close(): Promise<void>;
}

export const JWT_KEY = new TextEncoder().encode("a key for tests only, 32 characters");

/** The API over a new database, unless one is given; it is dropped with the API. */
export async function startTestApi({
  db: given,
  ...overrides
}: Partial<ApiDeps> & { readonly db?: TestDatabase } = {}): Promise<TestApi> {
  const db = given ?? (await createTestDatabase());
  const database = db.pool;
  const [here, there] = await Promise.all([
    createTestRestaurant(database, "Here"),
    createTestRestaurant(database, "There"),
  ]);
  const signals = new LocalSignals();
  const notices: TestApi["notices"] = [];
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const catalog = createMenuCatalog({ database, signals, menus: new MenuCache() });
  const kitchenFeed = createKitchenFeed({
    source: createKitchenSource(database),
    signals: overrides.signals ?? signals,
    log,
    pollMs: 100,
  });
  const heard = overrides.signals ?? signals;
  const floorFeed = createFloorFeed({ signals: heard });
  const isLeaving = () => false;
  const streams = createStaffStreams({
    ...{ database, signals: heard, log, isLeaving, heartbeatMs: 100 },
  });
  const app = createApi({
    database,
    reports: database,
    signals,
    log,
    jwtKey: JWT_KEY,
    catalog,
    limits: createRateLimits({ database }),
    kitchenFeed,
    floorFeed,
    streams,
    health: createHealthCheck({ database, pingRedis: undefined, isLeaving, version: "test" }),
    registry: new Registry(),
    isOverloaded: () => false,
    notify: (sessionId, notice) => notices.push({ sessionId, notice }),
    trustProxy: "none",
    publicOrigin: undefined,
    sessionExpiryMs: 7_200_000,
    pinLength: 6,
    ...overrides,
  });
  let nextTable = 0;

  async function call<E extends EndpointName>(
    name: E,
    options: CallOptions<E> = {},
  ): Promise<Called<E>> {
    const { method, path } = ENDPOINTS[name];
    const { params, body, token, cookie } = options;
    const headers: Record<string, string> = {};
    if (body !== undefined) headers["content-type"] = "application/json";
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    if (cookie !== undefined) headers.cookie = cookie;
    const filled = path.replace(/{(\w+)}/g, (_, key: string) =>
      encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[key])),
    );
    const search = new URLSearchParams(options.query as Record<string, string> | undefined);
    const response = await app.request(
      search.size === 0 ? filled : `${filled}?${search}`,
      {
        method: method.toUpperCase(),
        headers: { ...headers, ...options.headers },
        body: typeof body === "string" ? body : body && JSON.stringify(body),
      },
      options.from ?? {},
    );
    const text = await response.text();
    const answer = text === "" ? undefined : (JSON.parse(text) as Answer<E>);
    const error = response.ok ? undefined : (answer as ErrorBody | undefined)?.error;
    return {
      status: response.status,
      headers: response.headers,
      body: answer as Answer<E>,
      code: error?.code,
      field: error?.field,
    };
  }

  return {
    app,
    db,
    signals,
    here,
    there,
    notices,
    logged,
    call,
    async signIn(restaurant, role) {
      const account = restaurant.staff.find((candidate) => candidate.role === role);
      if (!account) throw new Error(`no ${role}`);
      const { login, password } = account;
      const { headers } = await call("signIn", { body: { login, password } });
      const cookie = headers.get("set-cookie")?.split(";")[0];
      if (!cookie) throw new Error("no cookie was set");
      return cookie;
    },
    async open(restaurant = here, code) {
      const table = restaurant.tables.at(-1 - nextTable++);
      const params = { code: code ?? table?.code ?? "" };
      const { body, status } = await call("openTable", { params, body: { name: "Ana" } });
      if (status !== 200) throw new Error(`table not opened: ${JSON.stringify(body)}`);
      return body;
    },
    async close() {
      streams.close();
      kitchenFeed.close();
      floorFeed.close();
      catalog.close();
      await db.drop();
    },
  };
}
