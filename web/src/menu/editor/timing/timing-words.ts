/** Windows and price rules as sentences in the reader's language. */
import type { PriceRule, TimeWindow, Weekday } from "@tureen/shared/menu/timing/rules";
import * as text from "@tureen/shared/menu/timing/timing-text";
import { timeLocale } from "../../../platform/i18n/locale.ts";
import { readersTimes } from "../../times-messages.ts";
import { timingMessages } from "./messages/messages.ts";

/** "Mon". */
export function dayText(day: Weekday): string {
  return text.dayText(day, timeLocale());
}

/** "Served Mon–Fri 11:30–14:30". */
export function servedText(served: readonly TimeWindow[] | undefined): string {
  return served ? text.servedText(served, readersTimes()) : timingMessages.t("servedAlways");
}

/** "Mon–Fri 11:30–14:30; Sun". */
export function windowsText(windows: readonly TimeWindow[]): string {
  return text.windowsText(windows, readersTimes());
}

/** "−20%, Mon–Fri 17:00–19:00". */
export function ruleText(rule: PriceRule, currency: string): string {
  return text.ruleText(rule, currency, readersTimes());
}
