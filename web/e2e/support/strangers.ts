import type { ErrorCode } from "@tureen/shared/platform/errors";
import type { Stranger } from "./network.ts";

const PAGE = "<!doctype html><title>Café Free Wi-Fi</title><h1>Please sign in</h1>";

function answer(status: number, type: string, body: string): Stranger {
  return (response) => {
    response.writeHead(status, { "content-type": type });
    response.end(body);
  };
}

const page = (status: number) => answer(status, "text/html; charset=utf-8", PAGE);
const json = (status: number, body: unknown) =>
  answer(status, "application/json", typeof body === "string" ? body : JSON.stringify(body));

/** Our own error body, under whatever status. */
const ours = (status: number, code: ErrorCode | (string & {})) =>
  json(status, { error: { code, message: "A sentence." } });

/** A network that shows its own page until somebody has signed in there. */
export const PORTALS: Readonly<Record<string, Stranger>> = {
  "a sign-in page": page(200),
  "the way to a sign-in page": (response) => {
    response.writeHead(302, { location: "http://127.0.0.1:9/sign-in" });
    response.end();
  },
  "the way to a sign-in page, kept for an hour": (response) => {
    const location = "http://127.0.0.1:9/sign-in";
    response.writeHead(307, { location, "cache-control": "max-age=3600" });
    response.end();
  },
};

/** What others say in our server's place, none of it a verdict on anything. */
export const STRANGERS: Readonly<Record<string, Stranger>> = {
  "a proxy's 401": page(401),
  "a proxy's 403": page(403),
  "a proxy's 404, kept for an hour": (response) => {
    response.writeHead(404, { "content-type": "text/html", "cache-control": "max-age=3600" });
    response.end(PAGE);
  },
  "a proxy's 410": page(410),
  "a proxy's 502": page(502),
  ...PORTALS,
  "an empty 200": answer(200, "application/json", ""),
  "an empty 401": answer(401, "text/plain", ""),
  "another product's answer": json(200, { status: "ok" }),
  "another product's 401": json(401, { error: "invalid_token" }),
  "another product's 403": json(403, { error: { code: "FORBIDDEN", message: "No." } }),
  "our refusal of a seat under another status": ours(401, "diner-gone"),
  "our refusal of a sign-in under another status": ours(403, "token-invalid"),
  "our end of a session as a success": ours(200, "session-closed"),
  "our refusal of the origin": ours(403, "origin-refused"),
  "our refusal of an address": ours(404, "not-found"),
  "a newer server's refusal": ours(403, "seat-suspended"),
  "our refusal, cut short": json(401, '{"error":{"code":"token-inv'),
  "a connection that breaks off": (response) => {
    response.writeHead(401, { "content-type": "application/json", "content-length": "200" });
    response.write('{"error":', () => response.destroy());
  },
  "no answer but the end of the connection": (response) => {
    response.destroy();
  },
};
