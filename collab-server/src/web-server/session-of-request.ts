import type { IncomingHttpHeaders } from "node:http";

const SESSION = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const IN_PATH = new RegExp(`^/(?:collab|yjs|api/staff/sessions)/(${SESSION})(?:[/?]|$)`);
const WHOLE = new RegExp(`^${SESSION}$`);
/** Longer than any token of ours. */
const MAX_TOKEN = 2_048;

/**
 * The id of the session that a request is about, from its address or from what the diner's token
 * says; undefined when it is about none. Nothing is verified: it only chooses the node.
 */
export function sessionOfRequest(
  url: string | undefined,
  headers: Pick<IncomingHttpHeaders, "authorization">,
): string | undefined {
  return IN_PATH.exec(url ?? "")?.[1] ?? sessionOfToken(headers.authorization);
}

/** The claim `sid` of a bearer token. */
function sessionOfToken(authorization: string | undefined): string | undefined {
  if (!authorization?.startsWith("Bearer ") || authorization.length > MAX_TOKEN) return undefined;
  const payload = authorization.split(".", 2)[1];
  if (payload === undefined) return undefined;
  try {
    const { sid } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { sid?: unknown };
    return typeof sid === "string" && WHOLE.test(sid) ? sid : undefined;
  } catch {
    // Not one of our tokens: whichever node gets it refuses it.
    return undefined;
  }
}
