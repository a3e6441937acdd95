import { portionsText as plainText } from "@tureen/shared/bill/portions";
import { PORTION } from "@tureen/shared/bill/ranges";
import { locale } from "../platform/i18n/locale.ts";

/** How many portions some parts are, in the reader's language: "2", "½", "1 ⅓". */
export function portionsText(parts: number): string {
  const text = plainText(parts, locale());
  // Right-to-left text would turn a number and its fraction around.
  return parts > PORTION ? `\u2066${text}\u2069` : text;
}
