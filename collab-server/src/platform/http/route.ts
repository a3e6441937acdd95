import { createRoute } from "@hono/zod-openapi";
import { type Answer, CONTRACTS, type Params } from "@tureen/shared/http/contracts";
import {
  ENDPOINTS,
  type Endpoint,
  type EndpointName,
  rolesFrom,
  type StaffRole,
} from "@tureen/shared/http/endpoints";
import { TureenError } from "@tureen/shared/platform/errors";
import type { Handler, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { z } from "zod";
import type { ApiDeps } from "../../api/deps.ts";
import {
  mayAct,
  requireStaff,
  STAFF_COOKIE,
  type StaffPrincipal,
} from "../../staff/staff-access.ts";
import { type PresentDiner, requireDiner } from "../../table/diner-access.ts";
import type { Client } from "./client.ts";
import type { ApiApp, ApiContext, ApiEnv } from "./env.ts";
import { errorBody } from "./errors.ts";
import { requireJson } from "./middleware.ts";

type Contracts = typeof CONTRACTS;
type Auth<E extends EndpointName> = (typeof ENDPOINTS)[E]["auth"];

interface Contract {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly answer: z.ZodType;
  readonly mediaType?: string;
}

/** Who calls an endpoint, by what its `auth` asks for. */
export type Caller<A extends Endpoint["auth"]> = A extends "none"
  ? null
  : A extends "diner"
    ? PresentDiner
    : StaffPrincipal;

/** A request that has been let in: authenticated, checked and typed by its contract. */
export interface Call<E extends EndpointName> {
  readonly params: Params<E>;
  readonly query: Contracts[E] extends { query: infer Q extends z.ZodType }
    ? z.output<Q>
    : undefined;
  readonly body: Contracts[E] extends { body: infer B extends z.ZodType } ? z.output<B> : undefined;
  readonly caller: Caller<Auth<E>>;
  readonly client: Client;
  readonly now: Date;
  readonly context: ApiContext;
}

/** Answers a call; a Response only where plain JSON does not do. */
export type CallHandler<E extends EndpointName> = (call: Call<E>) => Promise<Answer<E> | Response>;

/** The application that routes are added to, and what they are made of. */
export interface Api {
  readonly app: ApiApp;
  readonly deps: ApiDeps;
}

/**
 * Adds an endpoint: its address and rights from ENDPOINTS, its shapes from CONTRACTS, both also
 * into the OpenAPI document. A caller is authenticated before anything they sent is looked at.
 */
export function route<E extends EndpointName>(
  { app, deps }: Api,
  name: E,
  handler: CallHandler<E>,
): void {
  const endpoint: Endpoint = ENDPOINTS[name];
  const contract: Contract = CONTRACTS[name];
  const callers = new WeakMap<ApiContext, unknown>();
  const admit: MiddlewareHandler<ApiEnv> = async (c, next) => {
    c.set("route", endpoint.path);
    callers.set(c, await authenticate(deps, c, endpoint.auth));
    await next();
  };
  const answer: Handler<ApiEnv> = async (c) => {
    const result = await handler({
      params: c.req.valid("param" as never),
      query: contract.query && c.req.valid("query" as never),
      body: contract.body && c.req.valid("json" as never),
      caller: callers.get(c),
      client: c.var.client,
      now: new Date(),
      context: c,
    } as unknown as Call<E>);
    return result instanceof Response ? result : c.json(result);
  };
  const described = createRoute({
    method: endpoint.method,
    path: endpoint.path,
    operationId: name,
    summary: endpoint.summary,
    description: describeAuth(endpoint.auth),
    tags: [endpoint.path.split("/")[2] ?? "api"],
    security: securityOf(endpoint.auth),
    middleware: contract.body ? [admit, requireJson] : [admit],
    request: {
      params: contract.params,
      query: contract.query,
      body: contract.body && {
        required: true,
        content: { "application/json": { schema: contract.body } },
      },
    },
    responses: {
      200: {
        description: "Done",
        content: { [contract.mediaType ?? "application/json"]: { schema: contract.answer } },
      },
      ...errorResponses(endpoint, contract),
    },
  });
  // The contract's types were checked above, by Call and CallHandler; here they are too generic.
  app.openapi(described, answer as never);
}

/** Who is calling, with the rights that `auth` asks for; notes their ids for the log. */
export async function authenticate<A extends Endpoint["auth"]>(
  deps: Pick<ApiDeps, "database" | "jwtKey">,
  c: ApiContext,
  auth: A,
): Promise<Caller<A>> {
  return (await readCaller(deps, c, auth)) as Caller<A>;
}

async function readCaller(
  deps: Pick<ApiDeps, "database" | "jwtKey">,
  c: ApiContext,
  auth: Endpoint["auth"],
): Promise<PresentDiner | StaffPrincipal | null> {
  if (auth === "none") return null;
  const now = new Date();
  if (auth === "diner") {
    const diner = await requireDiner(deps, bearerToken(c), now);
    const { restaurantId, sessionId, diner: id } = diner;
    c.set("caller", { restaurantId, sessionId, diner: id });
    return diner;
  }
  const staff = await requireStaff(deps.database, staffToken(c), now);
  c.set("caller", { restaurantId: staff.restaurantId, userId: staff.userId });
  if (!mayAct(staff.role, auth satisfies StaffRole)) throw new TureenError("not-allowed");
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
export function securityOf(auth: Endpoint["auth"]): Record<string, string[]>[] {
  if (auth === "none") return [];
  return [auth === "diner" ? { diner: [] } : { staff: [...rolesFrom(auth)] }];
}

function describeAuth(auth: Endpoint["auth"]): string | undefined {
  if (auth === "none") return undefined;
  return auth === "diner"
    ? "For diners at the table."
    : `For staff with the role ${rolesFrom(auth).join(" or ")}.`;
}

function errorResponses(
  endpoint: Endpoint,
  contract: Contract,
): Record<number, { description: string; content: { "application/json": { schema: z.ZodType } } }> {
  const descriptions: [number, string, boolean][] = [
    [
      400,
      "A field or the body is wrong",
      [contract.params, contract.query, contract.body].some((part) => part !== undefined),
    ],
    [401, "Not signed in", endpoint.auth !== "none"],
    [403, "Not allowed", endpoint.auth !== "none" || contract.body !== undefined],
    [404, "No such thing here", contract.params !== undefined],
    [410, "No longer kept", contract.mediaType !== undefined],
    [409, "Not possible as things stand", endpoint.method !== "get" || endpoint.auth === "diner"],
    [413, "The body is too large", contract.body !== undefined],
    [429, "Too many requests", true],
    [500, "Our fault", true],
    [503, "Cannot serve now; try again", true],
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
