/**
 * Are a table's taps and confirms, as the phones know them, those of one cart? Per session: portions
 * are set between being tapped and being acknowledged or seen elsewhere, and every confirm takes
 * effect between being sent and its outcome being seen, with the outcome that the cart of that moment
 * demands. Believes nothing of the log's order: an order that fits has to be found, and the log's
 * is only tried first.
 */
import { seatOf, seatOfClientId, splitPortionKey } from "@tureen/shared/table/document/keys";
import type { Confirm, Receipt } from "@tureen/shared/table/document/types";
import type { HistoryEvent } from "../history.ts";
import { clocksOf } from "./canonical.ts";
import { bySession, type Check, type Offence } from "./finding.ts";
import type { GroundSession } from "./ground.ts";
import { linearize, type Operation } from "./linearize.ts";
import { pageEdits } from "./page-edits.ts";

/** One line of the cart, as far as confirms depend on it. */
interface CartLine {
  readonly asked: number;
  readonly taken: number;
}

type Cart = ReadonlyMap<string, CartLine>;

const NOTHING: CartLine = { asked: 0, taken: 0 };

type Sent = Extract<HistoryEvent, { kind: "sent" }>;
type CartOperation = Operation<Cart>;

export const checkConfirmHistories: Check = (events, ground) => {
  const offences: Offence[] = [];
  const counts = {
    confirmHistories: 0,
    confirmOperations: 0,
    undecidedConfirmHistories: 0,
    unrecordedSessions: 0,
    pageOperations: 0,
  };
  const ofSession = bySession(events);
  for (const session of ground.sessions.values()) {
    const recorded = ofSession.get(session.id) ?? [];
    const ofPages = pageEdits(session, recorded);
    const own = [...recorded, ...ofPages];
    if (!isWhollyRecorded(session, own)) {
      counts.unrecordedSessions += 1;
      continue;
    }
    const { operations, confirms } = cartOperations(session, own);
    if (confirms === 0) continue;
    counts.confirmHistories += 1;
    counts.confirmOperations += operations.length;
    counts.pageOperations += ofPages.length;
    const result = linearize<Cart>(new Map(), operations);
    if (result.verdict === "undecided") counts.undecidedConfirmHistories += 1;
    if (result.verdict === "impossible") {
      offences.push(...explainedByLine(session, own, result.stuck));
    }
  }
  return { offences, counts };
};

/**
 * The lines whose taps and confirms, taken alone, have no order either: each makes a history that
 * can be read. When none is to blame alone, the whole table.
 */
function explainedByLine(
  session: GroundSession,
  events: readonly HistoryEvent[],
  stuck: readonly string[],
): Offence[] {
  const offences: Offence[] = [];
  for (const line of linesConfirmed(events)) {
    const result = linearize<Cart>(new Map(), cartOperations(session, events, line).operations);
    if (result.verdict !== "impossible") continue;
    const what = `the taps and confirms of line ${line} explains their outcomes`;
    offences.push(offence(session, events, what, result.stuck, line));
  }
  if (offences.length > 0) return offences;
  return [offence(session, events, "this table's taps and confirms explains them", stuck)];
}

function offence(
  session: GroundSession,
  events: readonly HistoryEvent[],
  what: string,
  stuck: readonly string[],
  line?: string,
): Offence {
  const named = (confirm: unknown) =>
    line === undefined || (confirm as Confirm).lines.some((l) => l.line === line);
  const confirms = new Set<string>();
  for (const e of events) {
    if (e.kind === "sent" && e.root === "confirms" && named(e.value)) confirms.add(e.key);
  }
  const ofLine = (key: string) => line === undefined || splitPortionKey(key).lineId === line;
  // Shows that there is a record of each diner.
  const first = new Set(firstOfEachDiner(events));
  return {
    code: "confirms-not-linearizable",
    message: `No order of ${what}; it fails at ${stuck.join(" or ")}.`,
    ids: line === undefined ? { session: session.id } : { session: session.id, line },
    about: (e) => {
      if (!("session" in e) || e.session !== session.id) return false;
      if (e.kind === "acknowledged" || isTap(e) || first.has(e.n)) return true;
      if (e.kind !== "sent" && e.kind !== "seen") return false;
      if (e.root === "portions") return ofLine(e.key);
      return (e.root === "confirms" || e.root === "receipts") && confirms.has(e.key);
    },
    // Without a tap, a confirm that took it would look wrong.
    excuses: (e) => e.kind === "sent" || isTap(e) || first.has(e.n),
  };
}

/** Made on a page of the real app. */
function isTap({ kind }: HistoryEvent): boolean {
  return kind === "page-asked" || kind === "page-sent";
}

/** Whether the record covers every diner who wrote in this session. */
function isWhollyRecorded(session: GroundSession, events: readonly HistoryEvent[]): boolean {
  const recorded = new Set(events.flatMap((e) => ("diner" in e ? [seatOf(e.diner)] : [])));
  return [...clocksOf(session.replay.doc).keys()]
    .map(seatOfClientId)
    .every((seat) => seat === 0 || recorded.has(seat));
}

function firstOfEachDiner(events: readonly HistoryEvent[]): number[] {
  const first = new Map<string, number>();
  for (const e of events) if ("diner" in e && !first.has(e.diner)) first.set(e.diner, e.n);
  return [...first.values()];
}

/** What happened to the cart, or to one line of it, with how many confirms whose outcome depends on it. */
function cartOperations(
  session: GroundSession,
  events: readonly HistoryEvent[],
  onlyLine?: string,
) {
  const returns = returnTimes(events);
  const receipts = receiptTimes(events);
  const inLog = clocksOf(session.replay.doc);
  const lastOf = new Map<number, CartOperation>();
  const confirmed = onlyLine === undefined ? linesConfirmed(events) : new Set([onlyLine]);
  const before = new Map<string, number>();
  const operations: CartOperation[] = [];
  const asked = new Set<string>();
  let confirms = 0;
  for (const event of events) {
    if (event.kind !== "sent") continue;
    if (event.root === "portions") {
      const returned = returns(event);
      const { lineId } = splitPortionKey(event.key);
      if (!confirmed.has(lineId)) continue;
      const arrived = event.clock <= (inLog.get(event.client) ?? 0);
      // Neither told to anybody nor in the log: it never took effect.
      if (!arrived && returned === Number.POSITIVE_INFINITY) continue;
      // A key belongs to one device, whose edits keep their order: so it is known what changes.
      const by = (event.value as number) - (before.get(event.key) ?? 0);
      before.set(event.key, event.value as number);
      const operation = {
        ...addPortions(event, by, returned, lastOf.get(event.client) ?? null),
        likely: session.replay.numberOf(event.client, event.clock) ?? event.n,
      };
      lastOf.set(event.client, operation);
      operations.push(operation);
    } else if (event.root === "confirms" && !asked.has(event.key)) {
      // After a refusal the phone writes the same confirm anew: it is one all the same.
      asked.add(event.key);
      const told = receipts.get(event.key);
      const receipt = told?.receipt ?? session.replay.view.receipts[event.key];
      const after = lastOf.get(event.client) ?? null;
      const returned = told?.n ?? Number.POSITIVE_INFINITY;
      const operation = receipt && decide(event, confirmed, receipt, returned, after);
      if (operation) {
        confirms += 1;
        const likely = session.replay.receipts.get(event.key) ?? event.n;
        operations.push({ ...operation, likely });
      }
    }
  }
  return { operations, confirms };
}

/** When somebody was first told of an edit: its phone, or another phone by seeing it. */
function returnTimes(events: readonly HistoryEvent[]): (edit: Sent) => number {
  const told = new Map<number, { n: number; clock: number }[]>();
  for (const event of events) {
    if (event.kind !== "acknowledged" && event.kind !== "seen") continue;
    const ofClient = told.get(event.client) ?? [];
    told.set(event.client, ofClient);
    // Only news: what is told later about a smaller clock was known by then.
    if (event.clock > (ofClient.at(-1)?.clock ?? 0))
      ofClient.push({ n: event.n, clock: event.clock });
  }
  return ({ client, clock }) =>
    told.get(client)?.find((t) => t.clock >= clock)?.n ?? Number.POSITIVE_INFINITY;
}

function receiptTimes(events: readonly HistoryEvent[]) {
  const first = new Map<string, { n: number; receipt: Receipt }>();
  for (const e of events) {
    if (e.kind !== "seen" || e.root !== "receipts" || first.has(e.key)) continue;
    first.set(e.key, { n: e.n, receipt: e.value as Receipt });
  }
  return first;
}

/** Lines that anybody ever tried to order; no outcome depends on the others. */
function linesConfirmed(events: readonly HistoryEvent[]): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const event of events) {
    if (event.kind !== "sent" || event.root !== "confirms") continue;
    for (const { line } of (event.value as Confirm).lines) lines.add(line);
  }
  return lines;
}

function addPortions(
  event: Sent,
  by: number,
  returned: number,
  after: CartOperation | null,
): CartOperation {
  const { lineId } = splitPortionKey(event.key);
  return {
    label: `${event.phone}'s portion ${event.key} = ${event.value}`,
    invoked: event.n,
    returned,
    certain: true,
    observes: false,
    after,
    step: (cart) => {
      const line = cart.get(lineId) ?? NOTHING;
      return new Map(cart).set(lineId, { ...line, asked: line.asked + by });
    },
  };
}

/** A confirm with its outcome; null when the outcome does not depend on the cart. */
function decide(
  event: Sent,
  lines: ReadonlySet<string>,
  receipt: Receipt,
  returned: number,
  after: CartOperation | null,
): CartOperation | null {
  const confirmed = (event.value as Confirm).lines.filter(({ line }) => lines.has(line));
  if (confirmed.length === 0 || (!receipt.ok && receipt.code !== "lines")) return null;
  return {
    label: `confirm ${event.key} (${receipt.ok ? `order ${receipt.number}` : "rejected"})`,
    invoked: event.n,
    returned,
    certain: true,
    observes: !receipt.ok,
    after,
    step: (cart) => {
      if (!confirmed.every((line) => isExplained(line, receipt, cart))) return null;
      if (!receipt.ok) return cart;
      const next = new Map(cart);
      for (const { line, quantity } of confirmed) {
        const before = cart.get(line) ?? NOTHING;
        next.set(line, { ...before, taken: before.taken + quantity });
      }
      return next;
    },
  };
}

/** Whether the outcome says of this line what the cart demands. */
function isExplained(wanted: Confirm["lines"][number], receipt: Receipt, cart: Cart): boolean {
  const { asked, taken } = cart.get(wanted.line) ?? NOTHING;
  const left = Math.max(0, asked - taken);
  const refusal = receipt.ok ? undefined : receipt.lines.find((line) => line.line === wanted.line);
  if (refusal?.code !== "withdrawn" && refusal?.code !== "already-ordered") {
    return left >= wanted.quantity;
  }
  const enough = left + (taken - wanted.ordered) >= wanted.quantity;
  return (
    left < wanted.quantity &&
    refusal.left === left &&
    refusal.code === (enough ? "already-ordered" : "withdrawn")
  );
}
