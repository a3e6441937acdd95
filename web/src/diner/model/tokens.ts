import { ApiError, call } from "../../api.ts";
import type { Seat } from "./seat.ts";

/** A token with less than this left is refreshed before it is used; the server asks 90 s ahead. */
const MARGIN_MS = 120_000;

export interface TokenSource {
  /** A valid access token; throws ApiError when none can be had now (or ever: see its code). */
  get(): Promise<string>;
  /** The server did not accept the current one: the next `get` fetches another. */
  expire(): void;
}

/** Keeps a diner's access token fresh; many askers at once cause one request. */
export function createTokenSource(
  seat: () => Seat,
  save: (change: Pick<Seat, "accessToken" | "accessTokenExpiresAt" | "clockOffsetMs">) => void,
): TokenSource {
  let refreshing: Promise<string> | undefined;
  let stale = false;

  async function refresh(): Promise<string> {
    const answer = await call("refreshToken", { body: { refreshToken: seat().refreshToken } });
    stale = false;
    save({
      accessToken: answer.accessToken,
      accessTokenExpiresAt: answer.accessTokenExpiresAt,
      clockOffsetMs: answer.now - Date.now(),
    });
    return answer.accessToken;
  }

  return {
    get() {
      const { accessToken, accessTokenExpiresAt, clockOffsetMs } = seat();
      const left = accessTokenExpiresAt - (Date.now() + clockOffsetMs);
      if (!stale && left > MARGIN_MS) return Promise.resolve(accessToken);
      refreshing ??= refresh().finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
    expire() {
      stale = true;
    },
  };
}

/** Does this failure mean that the seat is lost for good, rather than for now? */
export function isFinal(error: unknown): error is ApiError {
  return error instanceof ApiError && [401, 403, 404, 409].includes(error.status);
}
