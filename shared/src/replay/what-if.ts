/** The same session against another menu: which confirms would have ended otherwise. */

import { itemsById, type Menu } from "../menu/menu.ts";
import { menuByClock } from "../menu/timing/decision-clock.ts";
import { type ConfirmDecision, decideConfirm, orderTotal } from "../orders/decide.ts";
import type { DecisionRecord } from "../orders/decision-record.ts";
import { makerOf } from "../table/document/keys.ts";
import { readSession, type SessionView } from "../table/document/session-document.ts";
import type { Confirm, Order } from "../table/document/types.ts";
import { optionProblems, unitPrice } from "../table/pricing.ts";
import { JournalReader } from "./journal.ts";
import type { Recording } from "./recording.ts";

/** One confirm, as it ended and as it would have. */
export interface WhatIf {
  readonly confirm: string;
  readonly at: number;
  readonly recorded: ConfirmDecision;
  readonly otherwise: ConfirmDecision;
  /** Whether one is an order and the other a rejection, or they are rejected for other reasons. */
  readonly endsOtherwise: boolean;
}

/** What the other menu would have come to, in all. */
export interface WhatIfReport {
  readonly confirms: readonly WhatIf[];
  readonly recordedTotal: number;
  readonly otherwiseTotal: number;
}

interface WhatIfOptions {
  readonly unseen?: boolean;
}

/**
 * Decides every decided confirm again with another menu, whose dishes have the recorded ones' ids
 * where they are the same dish. Diners are taken to have seen the other menu's prices; with
 * `unseen` they saw the recorded ones, as when a menu is replaced under their hands. What would not
 * have been ordered stays in the cart for the confirms after it. Stock is as it was in the session.
 */
export function whatIf(
  recording: Recording,
  menu: Menu,
  options: WhatIfOptions = {},
): WhatIfReport {
  const steps = whatIfInSteps(recording, menu, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Entries of the log read between two pauses: a few milliseconds' work. */
const SLICE = 200;

/** The same with pauses after every confirm, and after some of the log, for who has others to serve. */
export function* whatIfInSteps(
  recording: Recording,
  menu: Menu,
  { unseen = false }: WhatIfOptions = {},
): Generator<void, WhatIfReport> {
  const decided = Map.groupBy(
    recording.confirms.filter((queued) => queued.result !== null),
    (queued) => queued.result?.seq,
  );
  const confirms: WhatIf[] = [];
  const orders: Record<string, Order> = {};
  const menus = new Map(recording.menus.map((each) => [each.version, each]));
  const reader = new JournalReader();
  try {
    for (const [index, entry] of recording.log.entries()) {
      if (index % SLICE === SLICE - 1) yield;
      reader.apply(entry.update);
      for (const { confirm, result } of decided.get(entry.seq) ?? []) {
        if (!result) continue;
        const view = { ...readSession(reader.doc), orders: { ...orders } };
        const written = view.confirms[confirm];
        if (!written) continue;
        const seen = unseen
          ? { confirm: written, menu: menus.get(written.menuVersion) ?? null }
          : { confirm: asSeenWith(menuByClock(menu, result.clock).menu, written, view), menu };
        const otherwise = decideOtherwise(confirm, result, view, menu, seen);
        if (otherwise.ok) orders[confirm] = orderOf(confirm, otherwise, menu, result.receipt.at);
        const recorded = result.decision;
        const endsOtherwise = endingOf(recorded) !== endingOf(otherwise);
        confirms.push({ confirm, at: result.receipt.at, recorded, otherwise, endsOtherwise });
        yield;
      }
    }
  } finally {
    reader.destroy();
  }
  const sum = (of: (entry: WhatIf) => ConfirmDecision) =>
    confirms.reduce((total, entry) => total + totalOf(of(entry)), 0);
  return {
    confirms,
    recordedTotal: sum((entry) => entry.recorded),
    otherwiseTotal: sum((entry) => entry.otherwise),
  };
}

/** The money that a decision orders for. */
export function totalOf(decision: ConfirmDecision): number {
  return decision.ok ? decision.total : 0;
}

function decideOtherwise(
  confirmId: string,
  record: DecisionRecord,
  view: SessionView,
  menu: Menu,
  seen: { readonly confirm: Confirm; readonly menu: Menu | null },
): ConfirmDecision {
  // What was due stays as it was: nobody knows what would have been paid at other prices.
  const { sessionStatus, availability, arrivedAt, clock, maxAgeMs, due = 0 } = record;
  const facts = { sessionStatus, availability, arrivedAt, clock, maxAgeMs, due };
  const { confirm } = seen;
  return decideConfirm({ confirmId, confirm, view, menu, seen: seen.menu, ...facts });
}

/** The confirm with the prices and the orders that its phone would have shown. */
function asSeenWith(menu: Menu, confirm: Confirm, view: SessionView): Confirm {
  const items = itemsById(menu);
  const lines = confirm.lines.map((seen) => {
    const line = view.lines[seen.line];
    const item = line && items.get(line.item);
    // What the menu does not have cannot be priced: the decision says so.
    if (!line || !item || optionProblems(item, line.options).length > 0) return seen;
    return { ...seen, unitPrice: unitPrice(item, line.options) };
  });
  return { ...confirm, lines, total: orderTotal(lines), menuVersion: menu.version };
}

function orderOf(
  confirm: string,
  { lines, total }: ConfirmDecision & { ok: true },
  { currency }: Menu,
  at: number,
): Order {
  const by = makerOf(confirm);
  return { number: 0, confirm, by, lines, total, currency, status: "placed", at, statusAt: at };
}

/** "ordered", or the reasons; two decisions with the same ending may still differ in money. */
function endingOf(decision: ConfirmDecision): string {
  if (decision.ok) return "ordered";
  return [decision.code, ...decision.lines.map(({ line, code }) => `${line} ${code}`)].join("; ");
}
