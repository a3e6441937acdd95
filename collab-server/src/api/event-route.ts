import type { StaffRole } from "@tureen/shared/http/endpoints";
import { z } from "zod";
import type { StaffPrincipal } from "../auth/staff-access.ts";
import type { ApiContext } from "./env.ts";
import { errorBody } from "./errors.ts";
import type { EventStream } from "./event-stream.ts";
import { type Api, authenticate, securityOf, staffToken } from "./route.ts";

/** A stream of server-sent events for staff. */
export interface EventRoute {
  readonly path: string;
  readonly role: StaffRole;
  readonly summary: string;
  readonly description: string;
  readonly query?: z.ZodObject;
  /** Begins to send; whatever it starts ends with the stream. May throw before it sends. */
  readonly feed: (stream: EventStream, staff: StaffPrincipal, c: ApiContext) => void;
}

/** Adds an event stream to the application and to the OpenAPI document. */
export function eventRoute({ app, deps }: Api, route: EventRoute): void {
  const { path, role, summary, description, query, feed } = route;
  const error = { content: { "application/json": { schema: errorBody } } };
  app.openAPIRegistry.registerPath({
    method: "get",
    path,
    summary,
    description,
    tags: [path.split("/")[2] ?? "api"],
    security: securityOf(role),
    request: { query },
    responses: {
      200: {
        description: "Events until the sign-in ends",
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
    return deps.streams.open(c, staff, access, (stream) => feed(stream, staff, c));
  });
}
