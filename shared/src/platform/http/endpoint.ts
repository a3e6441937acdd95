/**
 * How an endpoint of the HTTP API is defined: once, in the `endpoints.ts` of its domain. The server's
 * route, the OpenAPI document and the web app's client derive from it (../../endpoints.ts has all).
 */
import type { z } from "zod";
import type { ErrorCode } from "../errors.ts";
import type { StaffRole } from "../roles.ts";

/** Nobody in particular, a diner with an access token, or staff with at least this role. */
export type Auth = "none" | "diner" | StaffRole;

interface Common {
  readonly method: "get" | "post" | "patch";
  /** OpenAPI path with {parameters}. */
  readonly path: `/api/${string}`;
  readonly auth: Auth;
  /** One line, for the OpenAPI document. */
  readonly summary: string;
  /** What else its callers have to know. */
  readonly description?: string;
  readonly params?: z.ZodObject;
  /** Every parameter in it is text. */
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** How large a body may be, where MAX_BODY_BYTES does not do; only at addresses without parameters. */
  readonly maxBodyBytes?: number;
}

/** A file that is sent as it is, instead of a body of JSON. */
export interface Upload {
  /** What it is, for the OpenAPI document. */
  readonly content: string;
  /** Why a larger one is refused. */
  readonly tooLarge: ErrorCode;
}

/** Answers with JSON. */
export interface JsonEndpoint extends Common {
  readonly kind: "json";
  readonly answer: z.ZodType;
  /** Never together with `body`. Its address has no parameters: the bound is known by it alone. */
  readonly upload?: Upload;
}

/** Answers with a file. */
export interface FileEndpoint extends Common {
  readonly kind: "file";
  readonly method: "get";
  readonly mediaType: string;
  /** What the file holds. */
  readonly content: string;
}

/**
 * Answers with events until the sign-in ends: server-sent events, or, to a request for a WebSocket, an
 * `EventFrame` per text frame. Pages use WebSockets: over plain HTTP a browser opens six connections to a
 * server and no more, and six tabs that keep one each leave nothing for calls.
 */
export interface EventsEndpoint extends Common {
  readonly kind: "events";
  readonly method: "get";
  readonly auth: StaffRole;
  /** What each event carries, by its name; "message" is the event without a name. */
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export type Endpoint = JsonEndpoint | FileEndpoint | EventsEndpoint;

/** An event as a WebSocket carries it. */
export interface EventFrame {
  /** "message" when there is none, as with server-sent events; "ping" says only that we are alive. */
  readonly event?: string;
  /** What to resume after. */
  readonly id?: number;
  readonly data: unknown;
}
