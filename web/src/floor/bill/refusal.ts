import { type ClientErrorCode, errorSentence } from "../../platform/ui/errors.ts";
import { floorBillMessages } from "./messages/messages.ts";

/** Refusals that only who changes bills or closes a day meets: pages of guests do not carry their sentences. */
const OWN = [
  ...(["order-line-unknown", "entry-unknown", "void-too-high", "order-cancelled"] as const),
  ...(["dish-sold-out", "refund-too-high", "refund-changed"] as const),
  ...(["receipts-unsigned", "day-empty"] as const),
];

/** Why a bill was not changed, or a day not closed. */
export function refusalText(code: ClientErrorCode): string {
  const own = OWN.find((each) => each === code);
  return own ? floorBillMessages.t(`error.${own}`) : errorSentence(code);
}
