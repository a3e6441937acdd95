import { keyOf } from "@tureen/shared/bill/bill";
import {
  type LineRefund,
  type LineWanted,
  type RefundableLine,
  refundOfLines,
} from "@tureen/shared/bill/paid-lines";
import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import { type Accessor, createSignal } from "solid-js";

/** The dishes that are about to be given back. */
export interface RefundDraft {
  /** How many portions of a line; the last one may be a part of a portion. 0: none of it. */
  portionsOf(line: RefundableLine): number;
  setPortions(line: RefundableLine, portions: number): void;
  readonly wanted: Accessor<readonly LineWanted[]>;
  /** What they come to; null when the payment does not hold them any more. */
  readonly refund: Accessor<LineRefund | null>;
}

/** How many portions of a line can be given back, a part of one counted as one. */
export function mostPortions({ left }: Pick<RefundableLine, "left">): number {
  return Math.ceil(lengthOf(left) / PORTION);
}

/** Begins with none. */
export function createRefundDraft(lines: Accessor<readonly RefundableLine[]>): RefundDraft {
  const [chosen, setChosen] = createSignal<ReadonlyMap<string, number>>(new Map());
  const portionsOf = (line: RefundableLine) =>
    Math.min(chosen().get(keyOf(line)) ?? 0, mostPortions(line));
  const wanted = () =>
    lines().flatMap((line) => {
      const parts = Math.min(portionsOf(line) * PORTION, lengthOf(line.left));
      return parts > 0 ? [{ order: line.order, line: line.line, parts }] : [];
    });
  return {
    portionsOf,
    setPortions: (line, portions) => setChosen((all) => new Map(all).set(keyOf(line), portions)),
    wanted,
    refund: () => refundOfLines(lines(), wanted()),
  };
}
