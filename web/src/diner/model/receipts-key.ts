import { dropStored } from "../../platform/storage.ts";

/** Under which name the links to a diner's receipts are kept on this phone. */
export const receiptsKey = (sessionId: string) => `tureen.receipts.${sessionId}`;

/** The same for the link to the whole table's receipt. */
export const tableReceiptKey = (sessionId: string) => `tureen.table-receipt.${sessionId}`;

/** Forgets all links to receipts of a session. */
export function forgetReceipts(sessionId: string): void {
  dropStored(receiptsKey(sessionId));
  dropStored(tableReceiptKey(sessionId));
}
