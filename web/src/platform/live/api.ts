import type { Answer, Body, EndpointOf, Params, Query } from "@tureen/shared/endpoints";
import type { ErrorBody } from "@tureen/shared/platform/errors";
import { type AnswerHead, judge, type Wanted } from "@tureen/shared/platform/http/verdicts";
import type { ClientErrorCode } from "../ui/errors.ts";
import { endpointOf, pathOf } from "./endpoints.ts";

/** Long enough for a slow phone network, short enough that nobody stares at a spinner. */
const DEFAULT_TIMEOUT_MS = 12_000;

/** A quarter of a year of orders over a slow line. */
const FILE_TIMEOUT_MS = 120_000;

/**
 * Why a call failed, as a code with a translated sentence (see ui/errors.ts). What a code settles is
 * decided in verdicts.ts; there is no status here, since anybody may have sent that.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ClientErrorCode;
  readonly field: string | undefined;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterS: number | undefined;
  /** How many more tries there are before a wait, where tries are counted. */
  readonly attemptsLeft: number | undefined;

  constructor(
    code: ClientErrorCode,
    details: Partial<Omit<ErrorBody["error"], "code">> & { readonly cause?: unknown } = {},
  ) {
    super(details.message ?? code, { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.retryAfterS = details.retryAfterS;
    this.attemptsLeft = details.attemptsLeft;
  }
}

/** The endpoints that answer once. */
type Answering = EndpointOf<"json"> | EndpointOf<"file">;

/** What a call needs besides its name: only what its endpoint has. */
export type CallOptions<E extends Answering> = {
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
 * Calls an endpoint of the HTTP API and returns its answer, whose shape has been checked: JSON, or the
 * text of a file. Throws `ApiError` for every refusal and failure, answers of strangers included; an
 * abort by `signal` is rethrown as it is.
 */
export async function call<E extends Answering>(
  name: E,
  options: CallOptions<E>,
): Promise<Answer<E>> {
  const wanted = endpointOf(name);
  return (await send(name, options, DEFAULT_TIMEOUT_MS, async (response) =>
    understood(headOf(response), await response.text(), wanted),
  )) as Answer<E>;
}

/** Fetches a file of the HTTP API byte for byte. Throws `ApiError` as `call` does. */
export function download<E extends EndpointOf<"file">>(
  name: E,
  options: CallOptions<E>,
): Promise<Blob> {
  const wanted = endpointOf(name);
  return send(name, options, FILE_TIMEOUT_MS, async (response) => {
    const file = await response.blob();
    understood(headOf(response), await file.text(), wanted);
    return file;
  });
}

function send<E extends Answering, T>(
  name: E,
  { body, token, params, query, signal, timeoutMs }: CallOptions<E>,
  defaultTimeoutMs: number,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json, */*;q=0.5" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (token) headers.authorization = `Bearer ${token}`;
  const init: RequestInit = {
    method: endpointOf(name).method.toUpperCase(),
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  return ask(
    pathOf(name, params as object | undefined, query as object | undefined),
    init,
    timeoutMs ?? defaultTimeoutMs,
    signal,
    read,
  );
}

async function ask<T>(
  path: string,
  init: RequestInit,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  // By hand: neither `AbortSignal.timeout` nor `AbortSignal.any` is in phones of 2022.
  const ends = new AbortController();
  const end = () => ends.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end();
  }, timeoutMs);
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  try {
    const response = await fetch(path, {
      ...init,
      credentials: "same-origin",
      // A token must not follow to wherever a stranger leads.
      redirect: "manual",
      // Nor may what a stranger once answered be found again in the browser's cache.
      cache: "no-cache",
      signal: ends.signal,
    });
    return await read(response);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (signal?.aborted) throw signal.reason ?? error;
    throw new ApiError(late ? "timeout" : "network", { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
}

function headOf({ status, type, headers }: Response): AnswerHead {
  return {
    status,
    // Browsers hide a redirect that is not followed; others show it.
    redirect: type === "opaqueredirect" || (status >= 300 && status < 400),
    contentType: headers.get("content-type") ?? "",
  };
}

/** What was asked for; throws, as `ApiError`, why there is none. */
export function understood(head: AnswerHead, text: string, wanted: Wanted): unknown {
  const verdict = judge(head, text, wanted);
  if (verdict.kind === "answer") return verdict.body;
  if (verdict.kind === "none") throw new ApiError(verdict.code);
  throw new ApiError(verdict.error.code, verdict.error);
}

/** The code of whatever a call threw; "internal" for what is not an API failure. */
export function codeOf(error: unknown): ClientErrorCode {
  return error instanceof ApiError ? error.code : "internal";
}
