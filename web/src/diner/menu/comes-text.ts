import type { AvailableNow } from "@tureen/shared/menu/availability";
import type { LocalMinute } from "@tureen/shared/menu/timing/local-time";
import { localTimeText } from "../../menu/time-text.ts";
import { dinerMessages } from "../messages/messages.ts";

/** "From 17:00" for what is not served now; undefined for what is. */
export function comesText(
  { unserved }: AvailableNow,
  id: string,
  local: LocalMinute,
): string | undefined {
  const comes = unserved.get(id);
  return comes === undefined ? undefined : comesAt(comes, local);
}

/** The same for a time; null: not in sight. */
export function comesAt(comes: LocalMinute | null, local: LocalMinute): string {
  const { t } = dinerMessages;
  return comes === null ? t("notNow") : t("servedFrom", { time: localTimeText(comes, local) });
}
