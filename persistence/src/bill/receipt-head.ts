import type { Transaction } from "../platform/database.ts";
import { readBilling } from "./billing-settings.ts";

/** What stands at the head of a restaurant's receipts now. */
export async function readReceiptHead(
  tx: Transaction,
  at: { readonly restaurantId: string; readonly now: Date },
): Promise<{ readonly header: string; readonly taxNumber: string }> {
  const { billing } = await readBilling(tx, at);
  return billing?.receipt ?? { header: "", taxNumber: "" };
}
