import { createRoute } from "@hono/zod-openapi";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import {
  type Answer,
  ENDPOINTS,
  type EndpointName,
  type EndpointOf,
  type Params,
  type ReadBody,
  type ReadQuery,
} from "@tureen/shared/endpoints";
import { TureenError } from "@tureen/shared/platform/errors";
import type { Auth, Endpoint } from "@tureen/shared/platform/http/endpoint";
import { mayAct, rolesFrom } from "@tureen/shared/platform/roles";
import type { Handler, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { z } from "zod";
import {
  type Callers,
  type PresentDiner,
  STAFF_COOKIE,
  type StaffPrincipal,
} from "../auth/principals.ts";
import type { Client } from "./client.ts";
import type { ApiApp, ApiContext, ApiEnv } from "./env.ts";
import { errorBody } from "./errors.ts";
import { requireFile, requireJson } from "./middleware.ts";

/** Who calls an endpoint, by what its `auth` asks for. */
export type Caller<A extends Auth> = A extends "none"
  ? null
  : A extends "diner"
    ? PresentDiner
    : StaffPrincipal;

/** A request that has been let in: authenticated, checked and typed by its endpoint. */
export interface Call<E extends EndpointName> {
  readonly params: Params<E>;
  readonly query: ReadQuery<E>;
  readonly body: ReadBody<E>;
  readonly caller: Caller<(typeof ENDPOINTS)[E]["auth"]>;
  readonly client: Client;
  readonly now: Date;
  readonly context: ApiContext;
}

/** The answer of what only does something. */
export const DONE = { ok: true } as const;

/** The endpoints that answer once. */
export type Answering = EndpointOf<"json"> | EndpointOf<"file">;

/** Answers a call; a Response where plain JSON does not do, always for a file. */
export type CallHandler<E extends Answering> = (
  call: Call<E>,
) => Promise<(E extends EndpointOf<"json"> ? Answer<E> : never) | Response>;

/** The application that routes are added to, and what the routes of a domain are made of. */
export interface Api<Deps = unknown> {
  readonly app: ApiApp;
  readonly deps: Deps & { readonly callers: Callers };
}

/**
 * Adds an endpoint, also to the OpenAPI document. A caller is authenticated before anything they sent
 * is looked at.
 */
export function route<E extends Answering>(api: Api, name: E, handler: CallHandler<E>): void {
  const endpoint: Endpoint = ENDPOINTS[name];
  const callers = new WeakMap<ApiContext, unknown>();
  const admit: MiddlewareHandler<ApiEnv> = async (c, next) => {
    c.set("route", endpoint.path);
    callers.set(c, await authenticate(api, c, endpoint.auth));
    await next();
  };
  const answer: Handler<ApiEnv> = async (c) => {
    const result = await handler({
      params: c.req.valid("param" as never),
      query: endpoint.query && c.req.valid("query" as never),
      body: endpoint.body && c.req.valid("json" as never),
      caller: callers.get(c),
      client: c.var.client,
      now: sharedNow(),
      context: c,
    } as unknown as Call<E>);
    return result instanceof Response ? result : c.json(result as object);
  };
  const described = createRoute({
    ...describe(name, endpoint),
    middleware: [admit, ...requiredTypes(endpoint)],
  });
  // The endpoint's types were checked above, by Call and CallHandler; here they are too generic.
  api.app.openapi(described, answer as never);
}

function requiredTypes(endpoint: Endpoint): MiddlewareHandler<ApiEnv>[] {
  if (endpoint.body) return [requireJson];
  return endpoint.kind === "json" && endpoint.upload ? [requireFile] : [];
}

/** An endpoint as the OpenAPI document has it. */
export function describe(name: EndpointName, endpoint: Endpoint) {
  const { method, path, summary, auth } = endpoint;
  return {
    ...{ method, path, summary },
    operationId: name,
    description: [describeAuth(auth), endpoint.description].filter(Boolean).join(" ") || undefined,
    tags: [path.split("/")[2] ?? "api"],
    security: securityOf(auth),
    request: {
      params: endpoint.params,
      query: endpoint.query,
      body: bodyOf(endpoint),
    },
    responses: { 200: successOf(endpoint), ...errorResponses(endpoint) },
  };
}

function bodyOf(endpoint: Endpoint) {
  if (endpoint.body) {
    return { required: true, content: { "application/json": { schema: endpoint.body } } };
  }
  if (endpoint.kind !== "json" || !endpoint.upload) return undefined;
  const { content } = endpoint.upload;
  const description = `${content}. At most ${endpoint.maxBodyBytes} bytes, whose number is said ahead.`;
  return {
    required: true,
    description,
    content: { "application/octet-stream": { schema: z.any() } },
  };
}

/** Said of every stream, since OpenAPI has no words for WebSockets. */
const OVER_WEBSOCKET =
  "A WebSocket at the same address carries the same events, one text frame each, as JSON with " +
  "`event` (left out for events without a name), `id` and `data`. It closes with 4401 when the " +
  "sign-in has ended and with 4503 when the reader is to come back; its reader sends nothing.";

function successOf(endpoint: Endpoint) {
  switch (endpoint.kind) {
    case "json":
      return { description: "Done", content: { "application/json": { schema: endpoint.answer } } };
    case "file":
      return {
        description: endpoint.content,
        content: { [endpoint.mediaType]: { schema: z.string() } },
      };
    case "events":
      return {
        description: `Events until the sign-in ends; 101 for a WebSocket. ${OVER_WEBSOCKET}`,
        content: {
          "text/event-stream": {
            schema: z.string(),
            "x-events": Object.fromEntries(
              Object.entries(endpoint.events).map(([event, data]) => [
                event,
                z.toJSONSchema(data, { unrepresentable: "any" }),
              ]),
            ),
          },
        },
      };
  }
}

/** Who is calling, with the rights that `auth` asks for; notes their ids for the log. */
export async function authenticate<A extends Auth>(
  { deps }: Api,
  c: ApiContext,
  auth: A,
): Promise<Caller<A>> {
  return (await readCaller(deps.callers, c, auth)) as Caller<A>;
}

async function readCaller(
  callers: Callers,
  c: ApiContext,
  auth: Auth,
): Promise<PresentDiner | StaffPrincipal | null> {
  if (auth === "none") return null;
  const now = sharedNow();
  if (auth === "diner") {
    const diner = await callers.diner(bearerToken(c), now);
    const { restaurantId, sessionId, diner: id } = diner;
    c.set("caller", { restaurantId, sessionId, diner: id });
    return diner;
  }
  const staff = await callers.staff(staffToken(c), now);
  c.set("caller", { restaurantId: staff.restaurantId, userId: staff.userId });
  if (!mayAct(staff.role, auth)) throw new TureenError("not-allowed");
  return staff;
}

/** The opaque token in the staff cookie; throws token-missing. */
export function staffToken(c: ApiContext): string {
  const token = getCookie(c, STAFF_COOKIE);
  if (!token) throw new TureenError("token-missing");
  return token;
}

function bearerToken(c: ApiContext): string {
  const header = c.req.header("authorization");
  if (header === undefined) throw new TureenError("token-missing");
  const token = /^Bearer ([A-Za-z0-9._-]{1,2000})$/i.exec(header)?.[1];
  if (!token) throw new TureenError("token-invalid");
  return token;
}

/** The security requirement of the OpenAPI document; for staff with the roles that may. */
function securityOf(auth: Auth): Record<string, string[]>[] {
  if (auth === "none") return [];
  return [auth === "diner" ? { diner: [] } : { staff: [...rolesFrom(auth)] }];
}

function describeAuth(auth: Auth): string | undefined {
  if (auth === "none") return undefined;
  return auth === "diner"
    ? "For diners at the table."
    : `For staff with the role ${rolesFrom(auth).join(" or ")}.`;
}

function errorResponses(
  endpoint: Endpoint,
): Record<number, { description: string; content: { "application/json": { schema: z.ZodType } } }> {
  const { kind, auth, method } = endpoint;
  const descriptions: [number, string, boolean][] = [
    [
      400,
      "A field or the body is wrong",
      [endpoint.params, endpoint.query, endpoint.body].some((part) => part !== undefined),
    ],
    [401, "Not signed in", auth !== "none"],
    [403, "Not allowed", auth !== "none" || endpoint.body !== undefined],
    [404, "No such thing here", endpoint.params !== undefined],
    [409, "Not possible as things stand", method !== "get" || auth === "diner"],
    [410, "No longer kept", kind === "file"],
    [
      413,
      kind === "file" ? "The file would be too large" : "The body is too large",
      kind === "file" || endpoint.body !== undefined,
    ],
    [429, "Too many requests", true],
    [500, "Our fault", true],
    [503, kind === "json" ? "Cannot serve now; try again" : "Too many at once, or not now", true],
  ];
  return Object.fromEntries(
    descriptions
      .filter(([, , applies]) => applies)
      .map(([status, description]) => [
        status,
        { description, content: { "application/json": { schema: errorBody } } },
      ]),
  );
}
