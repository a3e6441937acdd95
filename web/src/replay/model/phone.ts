/** What stands on a diner's phone at a moment. */

import type { OfflineStretch } from "@tureen/shared/replay/phones";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { DinerId, Mark, Order, SessionStatus } from "@tureen/shared/table/document/types";
import { openCall } from "@tureen/shared/table/open-call";
import { type ConfirmInfo, confirmsOf } from "../../orders/confirms.ts";
import { type CartEntry, totalOf } from "../../table/cart-entries.ts";
import type { ReplayedSession } from "./replayed-session.ts";
import { type ListWindow, windowOf } from "./window.ts";

/** Lines drawn on one phone: twice of what can be seen of them at once. */
const MAX_LINES = 15;
const MAX_ORDERS = 4;
/** Outcomes stay on the phone for so long, ms. */
const OUTCOME_MS = 60_000;

/** A line of the cart, and whether the others could see it too. */
export interface PhoneLine extends CartEntry {
  /** Only on this phone so far. */
  readonly waiting: boolean;
}

export interface PhoneModel {
  /** Before sitting down, at the table, or no longer there. */
  readonly state: "absent" | "here" | "gone";
  readonly ended: Exclude<SessionStatus, "active"> | null;
  readonly offline: OfflineStretch | null;
  readonly ready: boolean;
  readonly call: Mark["call"];
  /** Who else has said to be ready, as this phone knew it. */
  readonly readyDiners: readonly DinerId[];
  readonly lines: ListWindow<PhoneLine>;
  readonly lineCount: number;
  readonly total: number;
  /** Confirms without an outcome, or with a fresh one, as this phone knew it. */
  readonly confirms: readonly ConfirmInfo[];
  readonly orders: ListWindow<readonly [id: string, order: Order]>;
}

/** Whether two lines look the same, so that the one that is drawn can stay. */
export function sameLine(a: PhoneLine, b: PhoneLine): boolean {
  const [mine, yours] = [Object.entries(a.portions), Object.entries(b.portions)];
  return (
    a.id === b.id &&
    a.quantity === b.quantity &&
    a.unitPrice === b.unitPrice &&
    a.waiting === b.waiting &&
    mine.length === yours.length &&
    mine.every(([diner, count], at) => yours[at]?.[0] === diner && yours[at]?.[1] === count)
  );
}

/** What a phone's picture is made of. */
export interface PhoneInput {
  readonly diner: DinerId;
  readonly time: number;
  /** What the servers had, and what this phone knew of it. */
  readonly table: SessionView;
  readonly view: SessionView;
  readonly offline: OfflineStretch | null;
  /** The line that the last edit was about, which has to be in the picture. */
  readonly touched: string | undefined;
}

export function phoneModel(replayed: ReplayedSession, input: PhoneInput): PhoneModel {
  const { diner, time, table, view, offline, touched } = input;
  const place = table.diners[diner];
  const entries = replayed.entriesOf(view);
  const focus = entries.findIndex((entry) => entry.id === touched);
  const lines = windowOf(entries, MAX_LINES, focus === -1 ? undefined : focus);
  const mark = view.marks[diner];
  const unsent = offline
    ? new Set(Object.keys(view.confirms).filter((id) => !table.confirms[id]))
    : new Set<string>();
  const { status } = view.session;
  return {
    state: place === undefined ? "absent" : place.gone ? "gone" : "here",
    ended: status === "closed" || status === "expired" ? status : null,
    offline,
    ready: mark?.ready ?? false,
    call: openCall(view, diner) ?? "none",
    readyDiners: Object.keys(view.diners).filter(
      (each) => view.marks[each]?.ready && !view.diners[each]?.gone,
    ),
    lines: {
      ...lines,
      shown: lines.shown.map((entry) => ({
        ...entry,
        waiting: offline !== null && table.lines[entry.id] === undefined,
      })),
    },
    lineCount: entries.length,
    total: totalOf(entries),
    confirms: confirmsOf(view, unsent)
      .filter(({ state }) => isRecent(state, time))
      .slice(-3),
    orders: windowOf(
      Object.entries(view.orders).sort(([, a], [, b]) => b.number - a.number),
      MAX_ORDERS,
      0,
    ),
  };
}

function isRecent(state: ConfirmInfo["state"], time: number): boolean {
  if (state.kind === "onPhone" || state.kind === "waiting") return true;
  return time - state.receipt.at < OUTCOME_MS;
}
