import type { Answer } from "@tureen/shared/endpoints";
import { ApiError, call } from "../../platform/live/api.ts";
import { randomUuid } from "../../platform/random-uuid.ts";
import { dropStored, onStoredElsewhere, readStored, writeStored } from "../../platform/storage.ts";
import { keepInHistory, keptInHistory } from "../../platform/ui/page-history.ts";

/** Why a session is over for this phone; restored: the restaurant's database was set back to before it. */
export type EndReason = "closed" | "expired" | "gone" | "left" | "restored";

/** A diner's place at a table, as this phone keeps it until the session is over. */
export interface Seat {
  /** The table's code, from the address. */
  readonly code: string;
  readonly sessionId: string;
  readonly diner: string;
  readonly seat: number;
  readonly pin: string;
  /** For the join QR; unknown to seats taken before there was one. */
  readonly joinKey?: string;
  readonly restaurant: Answer<"readTable">["restaurant"];
  readonly table: string;
  readonly accessToken: string;
  /** Server time, ms since the epoch. */
  readonly accessTokenExpiresAt: number;
  readonly refreshToken: string;
  /** Server clock − phone clock, ms. */
  readonly clockOffsetMs: number;
  readonly ended?: { readonly reason: EndReason; readonly at: number };
}

/** How long the end page of a session is shown when the same code is scanned again. */
const END_SHOWN_MS = 60 * 60 * 1000;

const seatKey = (code: string) => `tureen.seat.${code}`;
const arrivalKey = (code: string) => `tureen.arrival.${code}`;
const NAME_KEY = "tureen.name";

/** The seat this phone has at a table, if any; one whose end is long past is forgotten. */
export function readSeat(code: string, now = Date.now()): Seat | undefined {
  const seat = readStored<Seat>(seatKey(code)) ?? keptInHistory<Seat>(seatKey(code));
  if (seat?.ended && now - seat.ended.at > END_SHOWN_MS) {
    forgetSeat(code);
    return undefined;
  }
  return seat;
}

/**
 * Remembers a seat; where storage is blocked, with the page's place in the browser's history, which a
 * reload keeps. Returns whether it outlives the tab.
 */
export function saveSeat(seat: Seat): boolean {
  const isStored = writeStored(seatKey(seat.code), seat);
  if (!isStored) keepInHistory(seatKey(seat.code), seat);
  return isStored;
}

export function forgetSeat(code: string): void {
  dropStored(seatKey(code));
  dropStored(arrivalKey(code));
  arrivals.delete(code);
  if (keptInHistory(seatKey(code)) !== undefined) keepInHistory(seatKey(code), undefined);
}

/** Calls back when another tab has sat down at this table, left it or changed its seat. */
export function onSeatElsewhere(code: string, changed: () => void): () => void {
  return onStoredElsewhere(seatKey(code), changed);
}

/** Where nothing can be stored. */
const arrivals = new Map<string, string>();

/**
 * What this phone sits down with at a table: the same for all its tabs, and for every attempt until it
 * has a seat, so that all of them get one seat.
 */
export function arrivalAt(code: string): string {
  const known = readStored<string>(arrivalKey(code)) ?? arrivals.get(code);
  if (known !== undefined) return known;
  const arrival = randomUuid();
  if (!writeStored(arrivalKey(code), arrival)) arrivals.set(code, arrival);
  return arrival;
}

/**
 * The address that leads back to a seat, for phones that keep nothing. Whoever has it sits there: it is
 * for its diner alone.
 */
export function seatAddress({ code, refreshToken }: Seat): string {
  return `${location.origin}/t/${encodeURIComponent(code)}#seat=${refreshToken}`;
}

/** The seat that such an address leads back to; rejects as `call` does. */
export async function seatFromAddress(
  code: string,
  table: Answer<"readTable">,
  refreshToken: string,
): Promise<Seat> {
  const token = await call("refreshToken", { body: { refreshToken } });
  const session = await call("readSession", { token: token.accessToken });
  const { sessionId, diner, seat, pin, joinKey } = session;
  // A server of the first version does not say who asks.
  if (diner === undefined || seat === undefined) throw new ApiError("internal");
  return seatFromGrant(code, table, {
    ...{ restaurantId: table.restaurant.id, sessionId, diner, seat, pin, joinKey, refreshToken },
    ...{ accessToken: token.accessToken, accessTokenExpiresAt: token.accessTokenExpiresAt },
    ...{ now: session.now, host: false },
  });
}

/** The seat that opening or joining a table gives. */
export function seatFromGrant(
  code: string,
  table: Answer<"readTable">,
  grant: Answer<"openTable">,
): Seat {
  return {
    code,
    sessionId: grant.sessionId,
    diner: grant.diner,
    seat: grant.seat,
    pin: grant.pin,
    joinKey: grant.joinKey,
    restaurant: table.restaurant,
    table: table.table,
    accessToken: grant.accessToken,
    accessTokenExpiresAt: grant.accessTokenExpiresAt,
    refreshToken: grant.refreshToken,
    clockOffsetMs: grant.now - Date.now(),
  };
}

/** The name given last time on this phone. */
export function rememberedName(): string {
  return readStored<string>(NAME_KEY) ?? "";
}

export function rememberName(name: string): void {
  writeStored(NAME_KEY, name);
}

export function forgetName(): void {
  dropStored(NAME_KEY);
}
