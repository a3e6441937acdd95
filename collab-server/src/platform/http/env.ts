import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Bindings, Client } from "./client.ts";

/** Ids that a log line about a request may carry. */
export interface CallerIds {
  readonly restaurantId: string;
  readonly sessionId?: string;
  readonly diner?: string;
  readonly userId?: string;
}

/** What every handler finds in its context. */
export interface ApiEnv {
  Bindings: Bindings;
  Variables: {
    requestId: string;
    client: Client;
    /** The path's template; never the path itself, which may hold a table's code. */
    route: string;
    /** Who called, once that is known. */
    caller: CallerIds | undefined;
    /** The code of the error that was answered. */
    errorCode: string | undefined;
  };
}

export type ApiContext = Context<ApiEnv>;

export type ApiApp = OpenAPIHono<ApiEnv>;
