import type { StaffRole } from "@tureen/shared/http/endpoints";
import { z } from "zod";
import type { StaffPrincipal } from "../../staff/staff-access.ts";
import type { ApiContext } from "./env.ts";
import { errorBody } from "./errors.ts";
import type { EventStream } from "./event-stream.ts";
import { type Api, authenticate, securityOf, staffToken } from "./route.ts";

/** A stream of events for staff: server-sent events, or frames of a WebSocket to who asks for one. */
export interface EventRoute {
  readonly path: string;
  readonly role: StaffRole;
  readonly summary: string;
  readonly description: string;
  readonly query?: z.ZodObject;
  /**
   * Reads what the request asks for, or throws; what it returns begins to send, and whatever that
   * starts ends with the stream.
   */
  readonly feed: (staff: StaffPrincipal, c: ApiContext) => (stream: EventStream) => void;
}

/** Said of every stream in the OpenAPI document, which has no words for WebSockets. */
const OVER_WEBSOCKET =
  "A WebSocket at the same address carries the same events, one text frame each, as JSON with " +
  "`event` (left out for events without a name), `id` and `data`. It closes with 4401 when the " +
  "sign-in has ended and with 4503 when the reader is to come back; its reader sends nothing.";

/** Adds an event stream to the application and to the OpenAPI document. */
export function eventRoute({ app, deps }: Api, route: EventRoute): void {
  const { path, role, summary, description, query, feed } = route;
  const error = { content: { "application/json": { schema: errorBody } } };
  app.openAPIRegistry.registerPath({
    method: "get",
    path,
    summary,
    description: `${description} ${OVER_WEBSOCKET}`,
    tags: [path.split("/")[2] ?? "api"],
    security: securityOf(role),
    request: { query },
    responses: {
      200: {
        description: "Events until the sign-in ends; 101 for a WebSocket",
        content: { "text/event-stream": { schema: z.string() } },
      },
      401: { description: "Not signed in", ...error },
      403: { description: "Not allowed", ...error },
      503: { description: "Too many streams, or cannot serve now", ...error },
    },
  });
  app.get(path, async (c) => {
    c.set("route", path);
    const staff = await authenticate(deps, c, role);
    const access = { token: staffToken(c), role };
    return deps.streams.open(c, staff, access, feed(staff, c));
  });
}
