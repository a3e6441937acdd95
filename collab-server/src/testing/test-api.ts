import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import {
  type Answer,
  type Body,
  ENDPOINTS,
  type EndpointName,
  type Params,
  type Query,
} from "@tureen/shared/endpoints";
import type { ErrorBody } from "@tureen/shared/platform/errors";
import type { Notice } from "@tureen/shared/platform/protocol/notices";
import type { Bindings } from "../platform/http/client.ts";
import type { ApiApp } from "../platform/http/env.ts";
import { type LiveNode, makeNode, type NodeOptions } from "./live-node.ts";
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
  /** The server that it is part of; it does not listen unless told so. */
  readonly node: LiveNode;
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

export { LIVE_KEY as JWT_KEY } from "./live-node.ts";

/** The API over a new database, unless one is given; it is dropped with the API. */
export async function startTestApi({
  db: given,
  ...options
}: Partial<NodeOptions> & { readonly db?: TestDatabase } = {}): Promise<TestApi> {
  const db = given ?? (await createTestDatabase());
  const [here, there] = await Promise.all([
    createTestRestaurant(db.pool, "Here"),
    createTestRestaurant(db.pool, "There"),
  ]);
  const signals = new LocalSignals();
  const often = { kitchenPollMs: 100, heartbeatMs: 100 };
  const node = makeNode({ database: db.pool, signals, ...often, ...options });
  const { api: app, logged } = node;
  const notices: TestApi["notices"] = [];
  node.database.effects.handTo(async (effects) => {
    for (const effect of effects) {
      if (effect.kind !== "notice") continue;
      const { sessionId, notice } = effect;
      notices.push({ sessionId, notice });
    }
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
    node,
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
      await node.close();
      await db.drop();
    },
  };
}
