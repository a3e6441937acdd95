import { orderTotal } from "@tureen/shared/orders/decide";
import type { ConfirmLine } from "@tureen/shared/table/document/types";
import type { CartEntry } from "../../table/cart-entries.ts";

/** Which part of the cart somebody wants to send. */
export type Choice =
  | { readonly kind: "all" }
  | { readonly kind: "mine" }
  | { readonly kind: "lines"; readonly ids: ReadonlySet<string> };

export interface PlannedLine extends ConfirmLine {
  readonly entry: CartEntry;
}

export interface ConfirmPlan {
  readonly lines: readonly PlannedLine[];
  /** Chosen, but cannot be ordered as they stand. */
  readonly excluded: readonly CartEntry[];
  /** Minor units. */
  readonly total: number;
}

/**
 * What would be sent: the chosen lines that can be ordered and are not already on their way, with
 * the quantities and prices that stand on the screen now.
 */
export function planConfirm(
  entries: readonly CartEntry[],
  choice: Choice,
  onTheirWay: ReadonlySet<string>,
): ConfirmPlan {
  const lines: PlannedLine[] = [];
  const excluded: CartEntry[] = [];
  for (const entry of entries) {
    if (onTheirWay.has(entry.id)) continue;
    const quantity = wantedOf(entry, choice);
    if (quantity === 0) continue;
    if (entry.problem || entry.unitPrice === undefined) excluded.push(entry);
    else {
      const { id: line, unitPrice, ordered } = entry;
      lines.push({ line, quantity, unitPrice, ordered, entry });
    }
  }
  return { lines, excluded, total: orderTotal(lines) };
}

function wantedOf(entry: CartEntry, choice: Choice): number {
  switch (choice.kind) {
    case "all":
      return entry.quantity;
    case "mine":
      return entry.mine;
    case "lines":
      return choice.ids.has(entry.id) ? entry.quantity : 0;
  }
}
