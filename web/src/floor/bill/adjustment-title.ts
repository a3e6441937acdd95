import type { Bill } from "@tureen/shared/bill/bill";
import type { AdjustmentKind } from "./adjustment.ts";
import { floorBillMessages } from "./messages/messages.ts";

/** What is done, as the button says it that leads there. */
export function adjustmentTitle(kind: AdjustmentKind, isWholeBill: boolean, bill: Bill): string {
  const { t } = floorBillMessages;
  if (kind === "comp" && isWholeBill) return t("act.compAll");
  if (kind === "service-mode") return t(`act.${otherMode(bill)}`);
  return t(`act.${kind}`);
}

/** Eaten here becomes taken away, and the other way round. */
export function otherMode(bill: Bill): "dine-in" | "takeaway" {
  return bill.mode === "takeaway" ? "dine-in" : "takeaway";
}
