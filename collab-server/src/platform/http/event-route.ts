import { ENDPOINTS, type EndpointOf, type ReadQuery } from "@tureen/shared/endpoints";
import type { Endpoint, EventsEndpoint } from "@tureen/shared/platform/http/endpoint";
import type { StaffPrincipal } from "../auth/principals.ts";
import type { ApiContext } from "./env.ts";
import { fieldInvalid } from "./errors.ts";
import type { EventStream } from "./event-stream.ts";
import { type Api, authenticate, describe, staffToken } from "./route.ts";
import type { StaffStreams } from "./staff-streams.ts";

/** A request for a stream that has been let in. */
export interface Following<E extends EndpointOf<"events">> {
  readonly staff: StaffPrincipal;
  readonly query: ReadQuery<E>;
  readonly context: ApiContext;
}

/**
 * Reads what the request asks for, or throws; what it returns begins to send, and whatever that
 * starts ends with the stream.
 */
export type Feed<E extends EndpointOf<"events">> = (
  following: Following<E>,
) => (stream: EventStream) => void;

/** Adds an endpoint of the kind `events` to the application and to the OpenAPI document. */
export function eventRoute<E extends EndpointOf<"events">>(
  api: Api<{ readonly streams: StaffStreams }>,
  name: E,
  feed: Feed<E>,
): void {
  const { app, deps } = api;
  const endpoint = ENDPOINTS[name] as Endpoint as EventsEndpoint;
  const { path, auth: role } = endpoint;
  app.openAPIRegistry.registerPath(describe(name, endpoint));
  app.get(path, async (c) => {
    c.set("route", path);
    const staff = await authenticate(api, c, role);
    const access = { token: staffToken(c), role };
    const query = readQuery(endpoint, c) as ReadQuery<E>;
    return deps.streams.open(c, staff, access, feed({ staff, query, context: c }));
  });
}

function readQuery({ query }: EventsEndpoint, c: ApiContext): unknown {
  if (!query) return undefined;
  const read = query.safeParse(c.req.query());
  if (read.success) return read.data;
  throw fieldInvalid(read.error);
}
