import { businessDayOf, type DayRule } from "@tureen/shared/platform/business-day";
import { dateTimeFormat } from "@tureen/shared/platform/intl";

/** Today's business day; by this device's clock and zone where the restaurant's days are not known. */
export function todayOf(days: DayRule | undefined): string {
  return businessDayOf(new Date(), days ?? deviceDays());
}

function deviceDays(): DayRule {
  return { timezone: dateTimeFormat("en").resolvedOptions().timeZone, dayStartsAt: 0 };
}
