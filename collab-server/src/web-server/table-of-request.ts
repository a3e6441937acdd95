import type { IncomingHttpHeaders } from "node:http";
import { RESTAURANT_PARAMETER } from "@tureen/shared/platform/protocol/addresses";
import { STAFF_COOKIE } from "../platform/auth/principals.ts";

const ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const IN_PATH = new RegExp(`^/(?:collab|yjs|api/staff/sessions)/(${ID})(?:[/?]|$)`);
/** A sign-in's token begins with its restaurant. */
const IN_COOKIE = new RegExp(`(?:^|; ?)${STAFF_COOKIE}=(${ID})\\.`);
const WHOLE = new RegExp(`^${ID}$`);
/** Longer than any token of ours. */
const MAX_TOKEN = 2_048;

/** Whose request it is, as far as it says. */
export interface TableOfRequest {
  readonly sessionId: string | undefined;
  readonly restaurantId: string | undefined;
}

/**
 * The session and the restaurant that a request is about: from its address, from what a token in it
 * says, or from the cookie of staff. Nothing is verified: it only chooses the node.
 */
export function tableOfRequest(
  url: string | undefined,
  headers: Pick<IncomingHttpHeaders, "authorization" | "cookie">,
): TableOfRequest {
  const query = new URLSearchParams(url?.split("?", 2)[1]);
  const said = claimsOf(tokenOf(headers.authorization) ?? query.get("token"));
  return {
    sessionId: IN_PATH.exec(url ?? "")?.[1] ?? asId(said.sid),
    restaurantId:
      asId(query.get(RESTAURANT_PARAMETER)) ??
      asId(said.rid) ??
      IN_COOKIE.exec(headers.cookie ?? "")?.[1],
  };
}

const asId = (value: unknown): string | undefined =>
  typeof value === "string" && WHOLE.test(value) ? value : undefined;

const tokenOf = (authorization: string | undefined): string | undefined =>
  authorization?.startsWith("Bearer ") ? authorization.slice("Bearer ".length) : undefined;

/** What a token says, whoever has signed it. */
function claimsOf(token: string | null | undefined): { sid?: unknown; rid?: unknown } {
  if (!token || token.length > MAX_TOKEN) return {};
  const payload = token.split(".", 2)[1];
  if (payload === undefined) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    return typeof claims === "object" && claims !== null ? claims : {};
  } catch {
    // Not one of our tokens: whichever node gets it refuses it.
    return {};
  }
}
