import { learnBillEndpoints } from "../../platform/live/bill-endpoints.ts";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { billMessages } from "../messages/messages.ts";
import { receiptMessages } from "./messages/messages.ts";

export { ReceiptPage as Page } from "./ReceiptPage.tsx";

/** Loads the sentences of the reader's language before anything is shown. */
export const prepare = () => {
  learnBillEndpoints();
  return Promise.all([uiMessages.prepare(), billMessages.prepare(), receiptMessages.prepare()]);
};
