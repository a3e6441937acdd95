import type { ErrorBody } from "@tureen/shared/errors";
import type { Answer, Body, Params, Query } from "@tureen/shared/http/contracts";
import { ENDPOINTS, type Endpoint, type EndpointName } from "@tureen/shared/http/endpoints";
import type { ClientErrorCode } from "./ui/errors.ts";

/** Long enough for a slow phone network, short enough that nobody stares at a spinner. */
const DEFAULT_TIMEOUT_MS = 12_000;

/** A quarter of a year of orders over a slow line. */
const FILE_TIMEOUT_MS = 120_000;

/** Why a call failed, as a code with a translated sentence (see ui/errors.ts). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ClientErrorCode;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly field: string | undefined;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterS: number | undefined;
  /** How many more tries there are before a wait, where tries are counted. */
  readonly attemptsLeft: number | undefined;

  constructor(
    code: ClientErrorCode,
    status: number,
    details: Partial<Omit<ErrorBody["error"], "code">> & { readonly cause?: unknown } = {},
  ) {
    super(details.message ?? code, { cause: details.cause });
    this.code = code;
    this.status = status;
    this.field = details.field;
    this.retryAfterS = details.retryAfterS;
    this.attemptsLeft = details.attemptsLeft;
  }
}

/** What a call needs besides its name: only what its contract has. */
export type CallOptions<E extends EndpointName> = {
  /** Bearer token of a diner; staff are known by their cookie. */
  readonly token?: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly query?: Query<E>;
} & (keyof Params<E> extends never
  ? { readonly params?: Params<E> }
  : { readonly params: Params<E> }) &
  (Body<E> extends undefined ? { readonly body?: undefined } : { readonly body: Body<E> });

/**
 * Calls an endpoint of the HTTP API and returns its answer: text where its contract names a media
 * type of its own. Throws `ApiError` for every refusal and
 * failure; an abort by `signal` is rethrown as it is.
 */
export async function call<E extends EndpointName>(
  name: E,
  options: CallOptions<E>,
): Promise<Answer<E>> {
  const endpoint: Endpoint = ENDPOINTS[name];
  const headers: Record<string, string> = { accept: "application/json, */*;q=0.5" };
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.token) headers.authorization = `Bearer ${options.token}`;
  const timeout = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  try {
    const response = await fetch(pathOf(endpoint, options.params ?? {}, options.query ?? {}), {
      method: endpoint.method.toUpperCase(),
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: "same-origin",
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
    if (!response.ok) throw await refusal(response);
    const json = isJson(response);
    return (json ? await response.json() : await response.text()) as Answer<E>;
  } catch (error) {
    if (error instanceof ApiError || options.signal?.aborted) throw error;
    throw new ApiError(timeout.aborted ? "timeout" : "network", 0, { cause: error });
  }
}

/** Fetches a file of the API with the staff cookie. Throws `ApiError` as `call` does. */
export async function fetchFile(path: string): Promise<Blob> {
  const signal = AbortSignal.timeout(FILE_TIMEOUT_MS);
  try {
    const response = await fetch(path, { credentials: "same-origin", signal });
    if (!response.ok) throw await refusal(response);
    return await response.blob();
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(signal.aborted ? "timeout" : "network", 0, { cause: error });
  }
}

function pathOf(
  endpoint: Endpoint,
  params: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>>,
): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

function isJson(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("application/json") ?? false;
}

async function refusal(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as ErrorBody;
    return new ApiError(error.code, response.status, error);
  } catch (cause) {
    // Not ours: a proxy or a captive portal answered.
    return new ApiError(
      response.status >= 500 ? "storage-unavailable" : "internal",
      response.status,
      {
        cause,
      },
    );
  }
}

/** The code of whatever a call threw; "internal" for what is not an API failure. */
export function codeOf(error: unknown): ClientErrorCode {
  return error instanceof ApiError ? error.code : "internal";
}
