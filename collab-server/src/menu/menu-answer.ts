import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { ApiContext } from "../platform/http/env.ts";
import type { CurrentMenu } from "./menu-catalog.ts";

const compress = promisify(gzip);

interface Prepared {
  readonly etag: string;
  readonly json: string;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

// A menu is some 100 kB and a full restaurant asks for the same one: made once per state of the menu.
const prepared = new WeakMap<CurrentMenu, Promise<Prepared>>();

/** Answers with a menu and what can be had, or with 304 when the client has just that. */
export async function answerMenu(c: ApiContext, current: CurrentMenu): Promise<Response> {
  let preparing = prepared.get(current);
  if (!preparing) {
    preparing = prepare(current);
    prepared.set(current, preparing);
  }
  const { etag, json, gzip: zipped } = await preparing;
  c.header("etag", etag);
  // Kept, but asked for again each time: prices and what is sold out may have changed.
  c.header("cache-control", "private, no-cache");
  c.header("vary", "accept-encoding");
  if (matches(c.req.header("if-none-match"), etag)) return c.body(null, 304);
  c.header("content-type", "application/json");
  if (!/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) return c.body(json);
  c.header("content-encoding", "gzip");
  return c.body(zipped);
}

async function prepare(current: CurrentMenu): Promise<Prepared> {
  const { menu, availability, service, cacheVersion } = current;
  const json = JSON.stringify({ menu, availability, service });
  const digest = createHash("sha256").update(json).digest("base64url").slice(0, 12);
  return {
    etag: `W/"${menu.version}-${cacheVersion}-${digest}"`,
    json,
    gzip: new Uint8Array(await compress(json)),
  };
}

function matches(header: string | undefined, etag: string): boolean {
  return (header ?? "").split(",").some((candidate) => candidate.trim() === etag);
}
