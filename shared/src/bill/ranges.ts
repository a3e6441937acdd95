/**
 * Which part of an ordered line somebody pays. A portion has 2520 parts, the least number that can be
 * halved, and divided by three up to ten and by twelve, without a rest; a line of three portions is the stretch
 * from 0 to 7560. Who pays what is a range of it, so that two payments of one dish can be seen to
 * overlap or not, and the amounts of ranges that fill a line always add up to the line.
 */
import { mulDiv } from "./allocate.ts";

/** Parts of one portion. */
export const PORTION = 2520;

/** From the first part to the one after the last, in parts. */
export type Range = readonly [from: number, to: number];

/** How many parts there are in ranges. */
export function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** The ranges in order, those that touch or overlap made one, empty ones left out. */
export function united(ranges: readonly Range[]): Range[] {
  const [first] = ranges;
  if (first && ranges.length === 1) return first[0] < first[1] ? [first] : [];
  const result: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (to <= from) continue;
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

/** What of `ranges` is not in `taken`. */
export function without(ranges: readonly Range[], taken: readonly Range[]): Range[] {
  let left = united(ranges);
  for (const [from, to] of united(taken)) {
    left = left.flatMap(([a, b]): Range[] => {
      if (to <= a || b <= from) return [[a, b]];
      const rest: Range[] = [];
      if (a < from) rest.push([a, from]);
      if (to < b) rest.push([to, b]);
      return rest;
    });
  }
  return left;
}

/** What is in both. */
export function common(a: readonly Range[], b: readonly Range[]): Range[] {
  return without(a, without(a, b));
}

/** Consecutive pieces of ranges, each so many parts long, and what is left behind them. */
export function divide(
  ranges: readonly Range[],
  lengths: readonly number[],
): { readonly pieces: Range[][]; readonly rest: Range[] } {
  const rest = united(ranges);
  const pieces = lengths.map((length) => {
    const piece: Range[] = [];
    let wanted = length;
    while (wanted > 0) {
      const first = rest.shift();
      if (!first) break;
      const [from, to] = first;
      const end = Math.min(to, from + wanted);
      piece.push([from, end]);
      if (end < to) rest.unshift([end, to]);
      wanted -= end - from;
    }
    return piece;
  });
  return { pieces, rest };
}

/** How much of ranges lies before a part. */
export function lengthBefore(ranges: readonly Range[], part: number): number {
  return ranges.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, part) - from), 0);
}

/** What a line comes to up to a part, when the whole of it, `live`, comes to `amount`. */
export function amountUpTo(live: readonly Range[], amount: number): (part: number) => number {
  const whole = lengthOf(live);
  if (whole === 0) return () => 0;
  return (part) => mulDiv(amount, lengthBefore(live, part), whole);
}

/**
 * What ranges of a line come to when the whole of it, `live`, comes to `amount`. The ranges of any
 * division of it add up to the amount, whoever computes them in whatever order.
 */
export function amountOf(ranges: readonly Range[], live: readonly Range[], amount: number): number {
  const upTo = amountUpTo(live, amount);
  return united(ranges).reduce((sum, [from, to]) => sum + upTo(to) - upTo(from), 0);
}
