import { settles } from "@tureen/shared/platform/http/verdicts";
import type { ServerClock } from "@tureen/shared/table/sync/server-clock";
import { type AccessToken, TokenSource } from "@tureen/shared/table/sync/token-source";
import { ApiError, call } from "../../platform/live/api.ts";
import type { Seat } from "./seat.ts";

/** The tokens of a diner's seat, which another tab may have renewed. */
export function createTokens(
  seat: () => Pick<Seat, "refreshToken" | keyof AccessToken>,
  clock: ServerClock,
  save: (token: AccessToken) => void,
): TokenSource {
  return new TokenSource({
    clock,
    known: seat,
    save,
    renew: () => call("refreshToken", { body: { refreshToken: seat().refreshToken } }),
    refusalIn: lostBy,
  });
}

/** The code with which the server has said that the seat is lost for good; undefined for any other failure. */
export function lostBy(error: unknown): string | undefined {
  return error instanceof ApiError && settles("seat", error.code) ? error.code : undefined;
}
