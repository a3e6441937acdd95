import type { IncomingMessage } from "node:http";
import type { ErrorCode } from "@tureen/shared/platform/errors";

/** Longer than any address of ours; what is longer is not looked at. */
export const MAX_ADDRESS_LENGTH = 2_048;

/**
 * Headers that mean something else to whoever reads the first one than to whoever reads the last:
 * where a proxy and we disagree, a request is smuggled past one of us.
 */
const SINGLE: ReadonlySet<string> = new Set([
  "authorization",
  "content-encoding",
  "content-length",
  "content-type",
  "cookie",
  "host",
  "last-event-id",
  "origin",
  "sec-fetch-site",
  "sec-websocket-key",
  "sec-websocket-version",
  "transfer-encoding",
  "x-forwarded-host",
  "x-forwarded-proto",
]);

/** A path of printable ASCII: not a whole address ("http://…", as proxies are asked), no backslash. */
const PLAIN_ADDRESS = /^\/[!-[\]-~]*$/;
/** "." or ".." as a part of the path: a proxy that resolves it asks for another path than we saw. */
const DOT_SEGMENT = /^[^?#]*\/(\.|%2e){1,2}([/?#]|%2f|%5c|$)/i;

/** Whether a request only reads: what then fails was not to be saved. */
export function isReading(method: string | undefined): boolean {
  return method === "GET" || method === "HEAD";
}

/**
 * Why a request is refused before anybody looks at what it wants; null when it may go on. Node has
 * already refused what cannot be read as HTTP at all.
 */
export function requestProblem(
  request: Pick<IncomingMessage, "url" | "rawHeaders">,
): ErrorCode | null {
  const url = request.url ?? "";
  if (url.length > MAX_ADDRESS_LENGTH) return "address-too-long";
  if (!PLAIN_ADDRESS.test(url) || DOT_SEGMENT.test(url)) return "request-malformed";
  const seen = new Set<string>();
  for (let n = 0; n < request.rawHeaders.length; n += 2) {
    const name = request.rawHeaders[n]?.toLowerCase() ?? "";
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) return "request-malformed";
    seen.add(name);
  }
  if (seen.has("content-length") && seen.has("transfer-encoding")) return "request-malformed";
  return null;
}
