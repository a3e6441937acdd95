import type { Answer } from "@tureen/shared/http/contracts";
import { dropStored, readStored, writeStored } from "./storage.ts";

/** Why a session is over for this phone. */
export type EndReason = "closed" | "expired" | "gone" | "left";

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

/** How long the end page of an evening is shown when the same code is scanned again. */
const END_SHOWN_MS = 60 * 60 * 1000;

const seatKey = (code: string) => `tureen.seat.${code}`;
const NAME_KEY = "tureen.name";

/** The seat this phone has at a table, if any; one whose end is long past is forgotten. */
export function readSeat(code: string, now = Date.now()): Seat | undefined {
  const seat = readStored<Seat>(seatKey(code));
  if (seat?.ended && now - seat.ended.at > END_SHOWN_MS) {
    forgetSeat(code);
    return undefined;
  }
  return seat;
}

export function saveSeat(seat: Seat): void {
  writeStored(seatKey(seat.code), seat);
}

export function forgetSeat(code: string): void {
  dropStored(seatKey(code));
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
