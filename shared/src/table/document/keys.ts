/** The ids that keys of a session document are made of: diners, lines, confirms, devices. */
import { MAX_SEAT } from "../../platform/limits.ts";
import type { DinerId } from "./types.ts";

/** The diner id of a seat. */
export function dinerAt(seat: number): DinerId {
  return `d${seat}`;
}

/** The seat of a diner id; throws RangeError when it is not one. */
export function seatOf(diner: DinerId): number {
  const seat = /^d([1-9][0-9]{0,2})$/.exec(diner)?.[1];
  if (seat === undefined || Number(seat) > MAX_SEAT)
    throw new RangeError(`not a diner id: ${diner}`);
  return Number(seat);
}

/** The diner who made a line or a confirm. */
export function makerOf(id: string): DinerId {
  return id.slice(0, id.indexOf("-"));
}

/**
 * The key of a diner's portion of a line, one for each device (each Yjs client id): a diner who taps
 * on two phones, or in two tabs, at once would otherwise overwrite their own taps.
 */
export function portionKey(lineId: string, diner: DinerId, clientId: number): string {
  return `${lineId}/${diner}.${(clientId % SEAT_SHIFT).toString(36)}`;
}

/** The line and the diner of a portion key. */
export function splitPortionKey(key: string): { lineId: string; diner: DinerId } {
  const slash = key.indexOf("/");
  return { lineId: key.slice(0, slash), diner: key.slice(slash + 1, key.indexOf(".")) };
}

/** A new line id of this diner; 51 random bits. */
export function newLineId(diner: DinerId): string {
  return `${diner}-${randomBase36(10)}`;
}

/** A new confirm id of this diner; 72 random bits, so that it is unique in its restaurant. */
export function newConfirmId(diner: DinerId): string {
  return `${diner}-${randomBase36(14)}`;
}

function randomBase36(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  // 256 % 36 leaves a bias of under 2 % per character: irrelevant for uniqueness.
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
}

const SEAT_SHIFT = 2 ** 24;

/** The Yjs client id that the server writes with; its edits are serialised by the session's row. */
export const SERVER_CLIENT_ID = 1;

/**
 * A fresh Yjs client id for a diner's device: the seat in the upper 8 bits, 24 random bits below.
 * Writing under another diner's client id makes their edits vanish, so the seat in it is checked.
 */
export function newClientId(seat: number): number {
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return seat * SEAT_SHIFT + (random >>> 8);
}

/** The seat that a Yjs client id belongs to; 0 is the server. */
export function seatOfClientId(clientId: number): number {
  return Math.floor(clientId / SEAT_SHIFT);
}
