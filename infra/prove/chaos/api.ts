/** The HTTP API as simulated people use it: every request has a bounded wait and a known fate. */
import { type Answer, type Body, ENDPOINTS, type EndpointName } from "@tureen/shared/endpoints";

const REQUEST_TIMEOUT_MS = 6_000;

/** The server said no, with a code. It has not done what was asked. */
export class Denied extends Error {
  override readonly name = "Denied";
  readonly code: string;

  constructor(endpoint: string, code: string) {
    super(`${endpoint}: ${code}`);
    this.code = code;
  }
}

/** Nobody knows whether it was done: no answer, or one that says that something broke. */
export class Unknown extends Error {
  override readonly name = "Unknown";
}

export interface Asking<E extends EndpointName> {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: Body<E>;
  readonly token?: string;
  readonly cookie?: string;
  /** How long an answer may take, for who would rather wait than not know. */
  readonly timeoutMs?: number;
}

/** Asks a node. Throws Denied or Unknown. */
export async function ask<E extends EndpointName>(
  origin: string,
  endpoint: E,
  asking: Asking<E> = {},
): Promise<Answer<E>> {
  return (await send(origin, endpoint, asking)).answer;
}

/** Signs in as staff; the cookie for later requests. */
export async function signIn(
  origin: string,
  staff: { readonly login: string; readonly password: string },
  timeoutMs?: number,
): Promise<string> {
  const { login, password } = staff;
  const asking = { body: { login, password }, ...(timeoutMs && { timeoutMs }) };
  const { cookie } = await send(origin, "signIn", asking);
  if (cookie === undefined) throw new Error("the sign-in set no cookie");
  return cookie;
}

async function send<E extends EndpointName>(
  origin: string,
  endpoint: E,
  { params = {}, body, token, cookie, timeoutMs = REQUEST_TIMEOUT_MS }: Asking<E>,
): Promise<{ answer: Answer<E>; cookie: string | undefined }> {
  const { method, path } = ENDPOINTS[endpoint];
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  let status: number;
  let setCookie: string | undefined;
  let json: unknown;
  try {
    const response = await fetch(`${origin}${address}`, {
      method: method.toUpperCase(),
      headers: {
        origin,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(cookie !== undefined && { cookie }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = response.status;
    setCookie = response.headers.get("set-cookie")?.split(";")[0];
    json = await response.json();
  } catch (error) {
    throw new Unknown(`${endpoint}: ${(error as Error).message}`, { cause: error });
  }
  if (status < 400) return { answer: json as Answer<E>, cookie: setCookie };
  const code = (json as { error?: { code?: string } }).error?.code ?? "no-code";
  // An answer of this kind may come after a commit whose own answer was lost.
  if (status >= 500) throw new Unknown(`${endpoint}: ${status} ${code}`);
  throw new Denied(endpoint, code);
}
