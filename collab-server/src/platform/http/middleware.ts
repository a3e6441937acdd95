import { randomUUID } from "node:crypto";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import { type ErrorCode, TureenError } from "@tureen/shared/platform/errors";
import type { Endpoint } from "@tureen/shared/platform/http/endpoint";
import { MAX_BODY_BYTES } from "@tureen/shared/platform/limits";
import type { MiddlewareHandler } from "hono";
import type { Logger } from "pino";
import type { Counter } from "prom-client";
import type { createClientReader } from "./client.ts";
import type { ApiContext, ApiEnv } from "./env.ts";
import { createHostCheck, isOwnOrigin } from "./origin.ts";

type Middleware = MiddlewareHandler<ApiEnv>;

/** Paths that machines ask every few seconds: not worth a line each. */
const QUIET_ROUTES: ReadonlySet<string> = new Set([
  ...["/health", "/live", "/metrics", "/api/cloudprnt/:token"],
]);

/** Two years, as browsers' preload lists ask. */
export const HSTS = "max-age=63072000; includeSubDomains";

/** Gives the request its id and client, the answer its general headers, log and metrics their due. */
export function createIntake(
  log: Logger,
  readClient: ReturnType<typeof createClientReader>,
  requests: Counter<"route" | "status">,
): Middleware {
  return async (c, next) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    c.set("requestId", requestId);
    c.set("route", "(none)");
    c.set(
      "client",
      readClient(c.env?.remoteAddress, (name) => c.req.header(name)),
    );
    c.header("x-request-id", requestId);
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    // Nothing here is a page: should a browser show it as one, it may do nothing.
    c.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    c.header("cross-origin-resource-policy", "same-origin");
    if (c.var.client.secure) c.header("strict-transport-security", HSTS);
    // Most answers are personal; what may be kept says so itself.
    c.header("cache-control", "no-store");
    await next();
    const { route, caller, errorCode } = c.var;
    requests.inc({ route, status: `${Math.floor(c.res.status / 100)}xx` });
    log[QUIET_ROUTES.has(route) ? "debug" : "info"](
      {
        requestId,
        method: c.req.method,
        route,
        status: c.res.status,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        code: errorCode,
        ...caller,
      },
      "request",
    );
  };
}

const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses whoever came by a name that is not ours, and changes that a browser sends on behalf of
 * another site. Staff are known by a cookie, which SameSite=Strict already withholds; this holds where
 * that does not (a sister subdomain). Requests without any origin come from tools, which have no
 * cookies of somebody else.
 */
export function createOriginCheck(publicOrigin: string | undefined): Middleware {
  const isOwnHost = createHostCheck(publicOrigin);
  return async (c, next) => {
    // Health and measures are asked for by whatever name an orchestrator has for us.
    const isApi = c.req.path.startsWith("/api/");
    if (isApi && !isOwnHost(c.var.client.host)) throw new TureenError("host-unknown");
    const header = (name: string) => c.req.header(name);
    // What only reads changes nothing, and no other site is let read the answer.
    if (!READING.has(c.req.method) && !isOwnOrigin(header, c.var.client.host, publicOrigin)) {
      throw new TureenError("origin-refused");
    }
    await next();
  };
}

/** Methods whose requests bring a body. */
const BEARING: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

interface BodyBound {
  readonly most: number;
  readonly tooLarge: ErrorCode;
  readonly isFile: boolean;
}
const JSON_BODY: BodyBound = { most: MAX_BODY_BYTES, tooLarge: "body-too-large", isFile: false };

/** Addresses that take larger bodies than others, or files. */
const LARGER: ReadonlyMap<string, BodyBound> = new Map(
  Object.values<Endpoint>(ENDPOINTS).flatMap((endpoint) => {
    const { method, path, maxBodyBytes: most } = endpoint;
    if (most === undefined) return [];
    const upload = endpoint.kind === "json" ? endpoint.upload : undefined;
    const tooLarge = upload?.tooLarge ?? JSON_BODY.tooLarge;
    return [[`${method.toUpperCase()} ${path}`, { most, tooLarge, isFile: !!upload }]];
  }),
);

/**
 * Refuses bodies beyond what their address takes before or while they arrive. A body whose length was not
 * said is read here, bounded, and handed on whole; a file has to say it, and is left for its route, which
 * asks first who sends it.
 */
export const limitBody: Middleware = async (c, next) => {
  const length = c.req.header("content-length");
  const { most, tooLarge, isFile } = LARGER.get(`${c.req.method} ${c.req.path}`) ?? JSON_BODY;
  if (length !== undefined && Number(length) > most) throw new TureenError(tooLarge);
  if (length === undefined && BEARING.has(c.req.method)) {
    const { url, method, headers, body } = c.req.raw;
    const whole = body === null ? null : await readBounded(body, isFile ? MAX_BODY_BYTES : most);
    c.req.raw = new Request(url, { method, headers, body: whole });
  }
  await next();
};

async function readBounded(
  body: ReadableStream<Uint8Array>,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels what is still to come.
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > most) throw new TureenError("body-too-large");
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Every other body is JSON and says so: other types can be sent by a plain form of another site. */
export const requireJson: Middleware = async (c, next) => {
  if (mediaTypeOf(c) !== "application/json") {
    throw new TureenError("body-not-json", { detail: "send content-type: application/json" });
  }
  await next();
};

/** A file says that it is a picture, or nothing; no plain form can say that. */
export const requireFile: Middleware = async (c, next) => {
  if (!/^(image\/[\w.+-]+|application\/octet-stream)$/.test(mediaTypeOf(c))) {
    throw new TureenError("photo-type", { detail: "send content-type: image/jpeg or the like" });
  }
  await next();
};

function mediaTypeOf(c: ApiContext): string {
  return c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
}
