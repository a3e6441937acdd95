/** Turns events into sentences that a person can read: names, dishes and money in place of ids. */

import { portionsText } from "../bill/portions.ts";
import { PORTION } from "../bill/ranges.ts";
import { itemsById, type MenuItem } from "../menu/menu.ts";
import { formatMinor } from "../platform/money.ts";
import { choicesText, type NamedChoice } from "../table/choice-groups.ts";
import { chosenValues } from "../table/chosen-values.ts";
import { seatOf } from "../table/document/keys.ts";
import type { MarkChange } from "../table/document/roots/marks.ts";
import type { WishRejection } from "../table/document/roots/payments.ts";
import type {
  Adjustment,
  DinerId,
  Line,
  LineRejection,
  RejectionCode,
} from "../table/document/types.ts";
import type { SessionEvent } from "./events.ts";
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
  "round-unpaid": "the round before was not paid",
  closed: "the restaurant was closed",
  "last-orders": "it came after the last orders",
  paused: "the kitchen had paused orders",
  internal: "set aside after an error",
};

/** One sentence for an event. */
export function describeEvent(event: SessionEvent, words: Words): string {
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
      const lines = (event.moves ?? []).map(({ line, from, to }) => `; ${line} ${from} → ${to}`);
      return `order #${event.number} ${event.from} → ${event.to}${lines.join("")}${reason}`;
    }
    case "answered":
      return `the call of ${whoIs(event.diner, words)} was answered`;
    case "claimed": {
      const what = event.parts === null ? "what is theirs" : partsText(event.parts);
      return `${whoIs(event.diner, words)} pays ${what} of ${lineText(event.line)}`;
    }
    case "treated": {
      const most = event.limit === null ? "everything" : `up to ${money(event.limit)} each`;
      const what = event.limit === 0 ? "nothing more" : most;
      return `${whoIs(event.diner, words)} pays ${what} for the others`;
    }
    case "payment-wished":
      return `${whoIs(event.diner, words)} wants to pay ${amountText(event, money)}`;
    case "payment-moved":
      return describePayment(event, words);
    case "bill-adjusted": {
      const reason = event.reason === "" ? "" : `: ${event.reason}`;
      return `bill, entry ${event.entry}: ${adjustmentText(event.what, money)}${reason}`;
    }
    case "ended":
      return event.status === "closed" ? "the table was closed" : "the session expired";
  }
}

const WISH_REJECTIONS: Record<WishRejection, string> = {
  "session-closed": "the table was closed",
  "too-old": "too old when it arrived",
  "already-paid": "paid already",
  "being-paid": "somebody else is paying it",
  "amount-differs": "it comes to another amount now",
  "not-on-bill": "not on the bill",
  "tip-refused": "no such tip",
  "online-off": "nobody pays on the phone here",
  "tab-off": "no card can be put down here",
  "tab-open": "another card is down already",
  internal: "set aside after an error",
};

const PAYMENT_MOVES: Record<SessionPaymentMove["status"], string> = {
  authorising: "a card is being put down",
  held: "the card is down",
  raised: "more is held on the card",
  "raise-refused": "no more can be held on the card",
  released: "the card was given back",
  reserved: "reserved",
  captured: "paid",
  failed: "failed",
  lapsed: "not paid in time",
  rejected: "rejected",
  refunded: "given back",
};

type SessionPaymentMove = SessionEvent & { readonly kind: "payment-moved" };

function describePayment(event: SessionPaymentMove, { money }: Words): string {
  const { amount, tip, method, status, code } = event;
  const what = amount === null ? "" : ` of ${amountText({ amount, tip: tip ?? 0 }, money)}`;
  const how = method === null ? "" : `, ${method}`;
  const why = code === null ? "" : `: ${WISH_REJECTIONS[code]}`;
  return `payment ${event.payment}${what}${how}: ${PAYMENT_MOVES[status]}${why}`;
}

function amountText(paid: { amount: number; tip: number }, money: Words["money"]): string {
  return paid.tip === 0 ? money(paid.amount) : `${money(paid.amount)} and ${money(paid.tip)} tip`;
}

function partsText(parts: number): string {
  return `${portionsText(parts, "en")} ${parts > 0 && parts <= PORTION ? "portion" : "portions"}`;
}

function lineText(line: string): string {
  return `line ${line}`;
}

function adjustmentText(what: Adjustment, money: Words["money"]): string {
  const where = "on" in what && what.on ? ` of ${lineText(what.on.line)}` : " of the whole bill";
  switch (what.kind) {
    case "void":
      return `${partsText(what.ranges.reduce((sum, [from, to]) => sum + to - from, 0))}${where} void`;
    case "discount":
      return "percent" in what.off
        ? `${what.off.percent / 100} % off${where}`
        : `${money(what.off.amount)} off${where}`;
    case "comp":
      return `on the house${where}`;
    case "charge":
      return `${what.name}, ${money(what.amount)}, added`;
    case "service-off":
      return "no service charge";
    case "service-mode":
      return what.mode === "takeaway" ? "taken away" : "eaten here";
    case "write-off":
      return `${money(what.amount)} written off`;
    case "reversal":
      return `entry ${what.entry} undone`;
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
    case "not-served":
      return "not served at that time";
    case "off-menu":
      return "no longer on the menu";
    case "options-changed":
      return "its options have changed";
  }
}

function countLines(lines: readonly string[]): string {
  return lines.length === 1 ? "1 line" : `${lines.length} lines`;
}
