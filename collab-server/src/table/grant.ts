import type { Seat } from "@tureen/persistence/table/seat-diner";
import type { Answer } from "@tureen/shared/endpoints";
import { issueDinerToken } from "../platform/auth/tokens.ts";
import { joinKeyOf } from "./join-key.ts";

/** A place at a table outlasts any dinner; leaving, being removed or closing the table ends it. */
export const REFRESH_TOKEN_LIFE_MS = 24 * 60 * 60_000;

/** What a diner who has just sat down is given. */
export async function grantSeat(
  jwtKey: Uint8Array,
  place: {
    readonly restaurantId: string;
    readonly sessionId: string;
    readonly pin: string;
    readonly seat: Seat;
    readonly now: Date;
  },
): Promise<Answer<"openTable">> {
  const { restaurantId, sessionId, pin, now } = place;
  const { diner, seat, host, refreshToken } = place.seat;
  const issued = await issueDinerToken(jwtKey, { restaurantId, sessionId, diner }, now.getTime());
  return {
    restaurantId,
    sessionId,
    diner,
    seat,
    host,
    pin,
    joinKey: joinKeyOf(jwtKey, { restaurantId, sessionId, pin }),
    accessToken: issued.token,
    accessTokenExpiresAt: issued.expiresAt,
    refreshToken,
    now: now.getTime(),
  };
}
