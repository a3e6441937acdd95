import type { AnyReceipt } from "@tureen/shared/bill/receipt";
import { receiptMessages } from "./messages/messages.ts";

const TITLES = { payment: "title", refund: "refund", table: "tableTitle" } as const;

/** What a receipt is called: its kind and its number. */
export function receiptTitle({ kind, number }: Pick<AnyReceipt, "kind" | "number">): string {
  return receiptMessages.t(TITLES[kind], { number: String(number) });
}
