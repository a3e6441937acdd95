import { type ClientErrorCode, errorSentence } from "../../platform/ui/errors.ts";
import { exchangeMessages } from "./messages/messages.ts";

/** Refusals that only who brings menus meets: pages of guests do not carry their sentences. */
const OWN = [
  "spreadsheet-type",
  "spreadsheet-broken",
  "spreadsheet-too-large",
  "body-too-large",
] as const;

/** What to tell a person whose file was not read. */
export function importErrorText(code: ClientErrorCode): string {
  const own = OWN.find((each) => each === code);
  return own ? exchangeMessages.t(`error.${own}`) : errorSentence(code);
}
