import type { BillLine } from "@tureen/shared/bill/bill";
import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import { ADJUSTMENT_RIGHTS } from "@tureen/shared/bill/rights";
import type { StaffRole } from "@tureen/shared/platform/roles";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Adjustment, LineRef } from "@tureen/shared/table/document/types";

export type AdjustmentKind = Adjustment["kind"];

/** What staff are about to do to a bill, before its details. */
export interface Adjusted {
  readonly kind: AdjustmentKind;
  /** Of which line; null: of the whole bill. */
  readonly on: LineRef | null;
  /** Of a reversal: the number of what is undone. */
  readonly entry?: number;
}

/** What can be done to a dish, and to the bill as a whole, in the order in which it is offered. */
export const LINE_KINDS = ["void", "discount", "comp"] as const satisfies readonly AdjustmentKind[];
export const BILL_KINDS = [
  ...(["charge", "discount", "service-mode", "service-off", "comp", "write-off"] as const),
] satisfies readonly AdjustmentKind[];

/** How many whole portions of a line can be taken off: not what is off already, nor what is being paid. */
export function voidablePortions({ live, reserved }: BillLine): number {
  return Math.floor((lengthOf(live) - lengthOf(reserved)) / PORTION);
}

/**
 * Whether what was done to a bill can be undone: by whoever may do it, and a dish comes back only to an
 * order that the kitchen has not put away.
 */
export function canUndo(
  what: Adjustment,
  { orders }: Pick<SessionView, "orders">,
  may: (needs: StaffRole) => boolean,
): boolean {
  if (!may(ADJUSTMENT_RIGHTS[what.kind])) return false;
  return what.kind !== "void" || orders[what.on.order]?.status !== "cancelled";
}
