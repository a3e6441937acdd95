import { seatOf } from "@tureen/shared/table/document/keys";
import { guestName } from "../platform/ui/seat.ts";
import { messages as en } from "./messages/en.ts";
import { staffMessages } from "./messages/messages.ts";

/** A duration in whole minutes: "42 min", "1 h 5 min". Never below zero. */
export function durationText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const h = Math.floor(minutes / 60);
  return h > 0
    ? staffMessages.t("hours", { h, m: minutes % 60 })
    : staffMessages.t("minutes", { m: minutes });
}

/** How long ago something was. */
export function agoText(ms: number): string {
  return ms < 60_000
    ? staffMessages.t("justNow")
    : staffMessages.t("ago", { time: durationText(ms) });
}

/** "Table 7" for a bare number; a label that already is a name stays as it is. */
export function tableName(label: string): string {
  return /^\p{L}?\p{N}+\p{L}?$/u.test(label) ? staffMessages.t("table", { label }) : label;
}

/** What a change of a bill is, in the words that the bill has for it; an unknown kind as it is. */
export function adjustmentName(kind: string): string {
  const key = `adjustment.${kind}`;
  return Object.hasOwn(en, key) ? staffMessages.t(key as keyof typeof en) : kind;
}

/** A diner's name, or their seat once the name has been erased. */
export function dinerName(diner: { readonly diner: string; readonly name: string | null }): string {
  return guestName(diner.name, seatOf(diner.diner));
}
