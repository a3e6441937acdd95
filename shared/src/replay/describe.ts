/** Turns events into sentences that a person can read: names, dishes and money in place of ids. */

import { itemsById, type MenuItem } from "../menu/menu.ts";
import { formatMinor } from "../platform/money.ts";
import { choicesText, type NamedChoice } from "../table/choice-groups.ts";
import { chosenValues } from "../table/chosen-values.ts";
import { seatOf } from "../table/document/keys.ts";
import type { MarkChange } from "../table/document/roots/marks.ts";
import type { DinerId, Line, LineRejection, RejectionCode } from "../table/document/types.ts";
import type { EveningEvent } from "./events.ts";
import type { Recording } from "./recording.ts";

/** What sentences are made with. */
export interface Words {
  /** Display names by diner; a missing or erased one becomes "seat 3". */
  readonly names: Readonly<Record<DinerId, string | null>>;
  /** The dish of a menu item id, as it was last known; undefined when no recorded menu has it. */
  readonly dish: (id: string) => MenuItem | undefined;
  /** An amount in minor units for people. */
  readonly money: (minor: number) => string;
}

/** The words for a recording, with amounts in a locale's form. */
export function wordsFor(recording: Pick<Recording, "menus" | "names">, locale = "en"): Words {
  const dishes = new Map<string, MenuItem>();
  // The later menus last, so that they win.
  for (const menu of recording.menus)
    for (const [id, item] of itemsById(menu)) dishes.set(id, item);
  const currency = recording.menus.at(-1)?.currency;
  return {
    names: recording.names ?? {},
    dish: (id) => dishes.get(id),
    money: (minor) =>
      currency === undefined ? String(minor) : formatMinor(minor, currency, locale),
  };
}

/** "Ana (seat 1)", or "seat 1" when there is no name (any more). */
export function whoIs(diner: DinerId, { names }: Words): string {
  const seat = `seat ${seatOf(diner)}`;
  const name = Object.hasOwn(names, diner) ? names[diner] : null;
  return name ? `${name} (${seat})` : seat;
}

/** "Margherita, Size: Large · Without: Onion, “well done”": a line's dish, choices and note. */
export function whatIs(line: Line, { dish }: Words): string {
  const item = dish(line.item);
  if (!item) return `a dish that no recorded menu has (${line.item})`;
  return dishText(item.name, chosenValues(item, line.options), line.note);
}

/** The same for a dish, choices and a note that are known by name. */
export function dishText(name: string, choices: readonly NamedChoice[], note: string): string {
  return [name, choicesText(choices), note && `“${note}”`].filter(Boolean).join(", ");
}

const MARKS: Record<MarkChange, string> = {
  ready: "is ready",
  choosing: "is still choosing",
  "call-waiter": "called the waiter",
  "call-bill": "asked for the bill",
  "call-over": "took the call back",
};

const REJECTIONS: Record<RejectionCode, string> = {
  lines: "",
  "too-old": "too old when it arrived",
  "session-closed": "the table was closed",
  "total-differs": "the total did not add up",
  internal: "set aside after an error",
};

/** One sentence for an event. */
export function describeEvent(event: EveningEvent, words: Words): string {
  const { money } = words;
  switch (event.kind) {
    case "opened":
      return `table ${event.table} opened`;
    case "joined":
      return `${whoIs(event.diner, words)} sat down${event.host ? " as host" : ""}`;
    case "left":
      return `${whoIs(event.diner, words)} left`;
    case "took":
      return `${whoIs(event.diner, words)} took ${event.quantity} × ${whatIs(event.value, words)}`;
    case "changed": {
      const more = event.by > 0 ? `took ${event.by} more` : `took off ${-event.by}`;
      const left = event.left === 0 ? "none left" : `${event.left} in the cart`;
      return `${whoIs(event.diner, words)} ${more} × ${whatIs(event.value, words)} (${left})`;
    }
    case "marked":
      return `${whoIs(event.diner, words)} ${MARKS[event.mark]}`;
    case "confirmed":
      return `confirm by ${whoIs(event.diner, words)}: ${countLines(event.lines)}, ${money(event.total)}`;
    case "ordered":
      return `confirm by ${whoIs(event.diner, words)}: ${countLines(event.lines)}, ${money(event.total)} → order #${event.number}`;
    case "rejected":
      return `confirm by ${whoIs(event.diner, words)} rejected: ${describeRejection(event.code, event.reasons, money)}`;
    case "status": {
      const reason = event.reason === undefined ? "" : `: ${event.reason}`;
      return `order #${event.number} ${event.from} → ${event.to}${reason}`;
    }
    case "answered":
      return `the call of ${whoIs(event.diner, words)} was answered`;
    case "ended":
      return event.status === "closed" ? "the table was closed" : "the session expired";
  }
}

/** Why a confirm was rejected: "sold out", "price changed (€9.00 → €10.00)", each reason once. */
export function describeRejection(
  code: RejectionCode,
  reasons: readonly LineRejection[],
  money: Words["money"],
): string {
  if (code !== "lines") return REJECTIONS[code];
  return [...new Set(reasons.map((reason) => describeReason(reason, money)))].join(", ");
}

function describeReason(reason: LineRejection, money: Words["money"]): string {
  switch (reason.code) {
    case "sold-out":
      return reason.left === 0 ? "sold out" : `only ${reason.left} to be had`;
    case "withdrawn":
      return "withdrawn meanwhile";
    case "already-ordered":
      return "ordered already";
    case "price-changed":
      return `price changed (${money(reason.seen)} → ${money(reason.now)})`;
    case "off-menu":
      return "no longer on the menu";
    case "options-changed":
      return "its options have changed";
  }
}

function countLines(lines: readonly string[]): string {
  return lines.length === 1 ? "1 line" : `${lines.length} lines`;
}
