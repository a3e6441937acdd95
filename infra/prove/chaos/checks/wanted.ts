/**
 * Promise 3: what is cooked is what the confirmer saw, and no line is ordered more than the table
 * wanted of it at that moment of the log.
 */
import { isDeepStrictEqual } from "node:util";
import { splitPortionKey } from "@tureen/shared/table/document/keys";
import type { Confirm } from "@tureen/shared/table/document/types";
import type { HistoryEvent } from "../history.ts";
import type { OrderRecord } from "./evidence.ts";
import { bySession, type Check, type Offence } from "./finding.ts";
import type { GroundSession } from "./ground.ts";

export const checkWanted: Check = (events, ground) => {
  const offences: Offence[] = [];
  const counts = { orderedLines: 0, ordersAsConfirmed: 0, linesAgainstRecord: 0 };
  const ofSession = bySession(events);
  for (const session of ground.sessions.values()) {
    const own = ofSession.get(session.id) ?? [];
    const sent = confirmsSent(own);
    for (const order of session.orders) {
      counts.orderedLines += order.lines.length;
      const confirm = sent.get(order.confirm) ?? session.replay.view.confirms[order.confirm];
      if (confirm) counts.ordersAsConfirmed += 1;
      if (confirm && !asConfirmed(order, confirm)) {
        offences.push({
          code: "order-not-as-confirmed",
          message: `Order ${order.number} holds other lines, quantities or prices than its confirm.`,
          ids: { session: session.id, order: order.id, confirm: order.confirm },
          about: (e) => e.kind === "sent" && e.session === session.id && e.key === order.confirm,
        });
      }
    }
    offences.push(...overOrdered(session));
    const record = beyondRecord(session, own);
    counts.linesAgainstRecord += record.lines;
    offences.push(...record.offences);
  }
  return { offences, counts };
};

function confirmsSent(events: readonly HistoryEvent[]): Map<string, Confirm> {
  const sent = new Map<string, Confirm>();
  for (const event of events) {
    if (event.kind === "sent" && event.root === "confirms") {
      sent.set(event.key, event.value as Confirm);
    }
  }
  return sent;
}

function asConfirmed(order: OrderRecord, confirm: Confirm): boolean {
  const seen = confirm.lines.map(({ line, quantity, unitPrice }) => [line, quantity, unitPrice]);
  const cooked = order.lines.map(({ line, quantity, unitPrice }) => [line, quantity, unitPrice]);
  return isDeepStrictEqual(seen, cooked) && confirm.total === order.total;
}

/** Compares each order with what was wanted and not yet ordered when it entered the log. */
function overOrdered(session: GroundSession): Offence[] {
  const offences: Offence[] = [];
  const byId = new Map(session.orders.map((order) => [order.id, order]));
  const inLogOrder = [...session.replay.orders.keys()].flatMap((id) => byId.get(id) ?? []);
  // One that never entered the log has no moment of its own; the last one is the kindest.
  const unlogged = session.orders.filter((order) => !session.replay.orders.has(order.id));
  const taken = new Map<string, number>();
  for (const order of [...inLogOrder, ...unlogged]) {
    const wanted =
      session.replay.orders.get(order.id)?.wanted ?? portionsIn(session.replay.view.portions);
    for (const { line, quantity } of order.lines) {
      const before = taken.get(line) ?? 0;
      taken.set(line, before + quantity);
      const left = (wanted.get(line) ?? 0) - before;
      if (quantity <= left) continue;
      offences.push({
        code: "line-over-ordered",
        message: `Order ${order.number} takes ${quantity} of line ${line}, of which ${Math.max(0, left)} were left.`,
        ids: { session: session.id, order: order.id, line },
        about: aboutLine(session.id, line),
      });
    }
  }
  return offences;
}

function portionsIn(portions: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const [key, portion] of Object.entries(portions)) {
    const { lineId } = splitPortionKey(key);
    wanted.set(lineId, (wanted.get(lineId) ?? 0) + portion);
  }
  return wanted;
}

/**
 * The same from the phones' own record, which no log can talk away: all orders of a line together
 * take no more than its phones ever asked for at most.
 */
function beyondRecord(session: GroundSession, events: readonly HistoryEvent[]) {
  const most = new Map<string, Map<string, number>>();
  const recorded = new Set<string>();
  for (const event of events) {
    if (event.kind !== "sent") continue;
    if (event.root === "lines") recorded.add(event.key);
    if (event.root !== "portions") continue;
    const { lineId } = splitPortionKey(event.key);
    const ofLine = most.get(lineId) ?? new Map<string, number>();
    most.set(lineId, ofLine);
    ofLine.set(event.key, Math.max(ofLine.get(event.key) ?? 0, event.value as number));
  }
  const ordered = new Map<string, number>();
  for (const { line, quantity } of session.orders.flatMap((order) => order.lines)) {
    ordered.set(line, (ordered.get(line) ?? 0) + quantity);
  }
  const offences: Offence[] = [];
  let lines = 0;
  for (const [line, quantity] of ordered) {
    // A line that no recorded phone made is somebody else's, whose taps are not known.
    if (!recorded.has(line)) continue;
    lines += 1;
    const bound = [...(most.get(line)?.values() ?? [])].reduce((sum, n) => sum + n, 0);
    if (quantity <= bound) continue;
    offences.push({
      code: "line-over-ordered",
      message: `All orders together take ${quantity} of line ${line}; its phones never asked for more than ${bound}.`,
      ids: { session: session.id, line },
      about: aboutLine(session.id, line),
      excuses: (e) => e.kind === "sent" && e.root === "portions",
    });
  }
  return { lines, offences };
}

function aboutLine(session: string, line: string): Offence["about"] {
  return (e) => {
    if ((e.kind !== "sent" && e.kind !== "seen") || e.session !== session) return false;
    switch (e.root) {
      case "lines":
        return e.key === line;
      case "portions":
        return splitPortionKey(e.key).lineId === line;
      case "confirms":
      case "orders":
        return (
          (e.value as { lines?: { line: string }[] }).lines?.some((l) => l.line === line) ?? false
        );
      default:
        return false;
    }
  };
}
