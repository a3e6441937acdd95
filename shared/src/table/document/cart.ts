/**
 * The cart, derived: how many portions of each line are still to be ordered, and whose they are.
 * What is in the cart = sum of the line's portions − what orders already took. Pure, the same on
 * phones, in the worker and in a replay.
 */
import { makerOf, splitPortionKey } from "./keys.ts";
import type { SessionView } from "./session-document.ts";
import type { DinerId, Line } from "./types.ts";

export interface CartLine {
  readonly id: string;
  readonly line: Line;
  readonly by: DinerId;
  /** Portions still in the cart; at least 1 (a line with none left is not in the cart). */
  readonly quantity: number;
  /** Portions of it that orders have taken already. */
  readonly ordered: number;
  /** Whose portions these are; positive, adding up to the quantity. */
  readonly portions: Readonly<Record<DinerId, number>>;
}

/** One line's account: what was asked for in all, what was ordered, and what is left by diner. */
export interface LineAccount {
  readonly wanted: number;
  readonly ordered: number;
  /** wanted − ordered, never below zero. */
  readonly left: number;
  /** Of what is left, whose it is; positive, adding up to `left`. */
  readonly portions: Readonly<Record<DinerId, number>>;
}

/** All lines with something left in the cart, oldest first. */
export function cartOf(view: SessionView): CartLine[] {
  const accounts = accountsOf(view);
  const lines: CartLine[] = [];
  for (const [id, line] of Object.entries(view.lines)) {
    const account = accounts.get(id);
    if (!account || account.left === 0) continue;
    const { left: quantity, ordered, portions } = account;
    lines.push({ id, line, by: makerOf(id), quantity, ordered, portions });
  }
  return lines.sort((a, b) => a.line.at - b.line.at || (a.id < b.id ? -1 : 1));
}

/** The account of every line that has a portion. */
export function accountsOf(view: SessionView): ReadonlyMap<string, LineAccount> {
  const portions = new Map<string, Map<DinerId, number>>();
  const ofLine = (lineId: string) => {
    let byDiner = portions.get(lineId);
    if (!byDiner) {
      byDiner = new Map();
      portions.set(lineId, byDiner);
    }
    return byDiner;
  };
  const wanted = new Map<string, number>();
  for (const [key, portion] of Object.entries(view.portions)) {
    const { lineId, diner } = splitPortionKey(key);
    // A portion of a line that nobody wrote belongs to nothing.
    if (!Object.hasOwn(view.lines, lineId)) continue;
    const byDiner = ofLine(lineId);
    // One diner may have several devices, each with a portion of its own.
    byDiner.set(diner, (byDiner.get(diner) ?? 0) + portion);
    wanted.set(lineId, (wanted.get(lineId) ?? 0) + portion);
  }
  const ordered = new Map<string, number>();
  for (const order of Object.values(view.orders)) {
    for (const line of order.lines) {
      ordered.set(line.line, (ordered.get(line.line) ?? 0) + line.quantity);
      const byDiner = ofLine(line.line);
      for (const [diner, share] of Object.entries(line.shares)) {
        byDiner.set(diner, (byDiner.get(diner) ?? 0) - share);
      }
    }
  }
  const accounts = new Map<string, LineAccount>();
  for (const [lineId, byDiner] of portions) {
    const all = wanted.get(lineId) ?? 0;
    const taken = ordered.get(lineId) ?? 0;
    const left = Math.max(0, all - taken);
    accounts.set(lineId, { wanted: all, ordered: taken, left, portions: settle(byDiner, left) });
  }
  return accounts;
}

/**
 * Turns signed portions into whose portions are left: what somebody took off beyond their own
 * comes off the largest other portion, ties by seat. Adds up to `left`.
 */
function settle(signed: ReadonlyMap<DinerId, number>, left: number): Record<DinerId, number> {
  if (left === 0) return {};
  const holders = [...signed]
    .filter(([, n]) => n > 0)
    .sort(([a, m], [b, n]) => n - m || bySeat(a, b));
  let over = holders.reduce((sum, [, n]) => sum + n, 0) - left;
  const result: Record<DinerId, number> = {};
  for (const [diner, n] of holders) {
    const kept = n - Math.min(n, over);
    over -= n - kept;
    if (kept > 0) result[diner] = kept;
  }
  return result;
}

/**
 * Whose portions an order of `quantity` takes: the confirmer's own first, then the others by seat.
 * The quantity is at most what is left.
 */
export function sharesOf(
  account: LineAccount,
  quantity: number,
  confirmer: DinerId,
): Record<DinerId, number> {
  const holders = Object.entries(account.portions).sort(([a], [b]) =>
    a === confirmer ? -1 : b === confirmer ? 1 : bySeat(a, b),
  );
  const shares: Record<DinerId, number> = {};
  let rest = quantity;
  for (const [diner, n] of holders) {
    const share = Math.min(n, rest);
    if (share > 0) shares[diner] = share;
    rest -= share;
  }
  return shares;
}

function bySeat(a: DinerId, b: DinerId): number {
  return Number(a.slice(1)) - Number(b.slice(1));
}
