/** Ways to make a good session bad. */
import { encodeDocument, rebuildDocument } from "@tureen/shared/table/document/session-document";
import type { Happening, HistoryEvent } from "../../history.ts";
import type { Evidence, OrderRecord, SessionRecord } from "../evidence.ts";
import type { Check } from "../finding.ts";
import { prepareGround } from "../ground.ts";
import type { RecordedSession } from "./recorded-session.ts";

type Writable<T> = T extends Uint8Array
  ? T
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T;

/** A copy of a session that may be changed. */
export interface Tampered {
  events: Writable<HistoryEvent>[];
  evidence: Writable<Evidence>;
}

export function tamper({ history, evidence }: RecordedSession): Tampered {
  return {
    events: structuredClone(history.events) as Writable<HistoryEvent>[],
    evidence: structuredClone(evidence) as Writable<Evidence>,
  };
}

/** The codes that a check finds, each once, in alphabetical order. */
export function codesOf(check: Check, { events, evidence }: Tampered): string[] {
  const { offences } = check(events, prepareGround(evidence));
  return [...new Set(offences.map((offence) => offence.code))].sort();
}

/** The events of one kind, to be changed in place. */
export function eventsOf<K extends Happening["kind"]>(
  { events }: Tampered,
  kind: K,
): Writable<Extract<HistoryEvent, { kind: K }>>[] {
  return events.filter((e) => e.kind === kind) as Writable<Extract<HistoryEvent, { kind: K }>>[];
}

/** The session that has more log, with two ordered or rejected confirms; the first table's. */
export function busiest({ evidence }: Tampered): Writable<SessionRecord> {
  const [first] = [...evidence.sessions].sort((a, b) => b.log.length - a.log.length);
  if (!first) throw new Error("no session");
  return first;
}

export function orderNumber({ evidence }: Tampered, number: number): Writable<OrderRecord> {
  const order = evidence.orders.find((o) => o.number === number);
  if (!order) throw new Error(`no order ${number}`);
  return order;
}

/** Postgres forgets rows of a session's log, the numbers closing up, and so do all replicas. */
export function forgetRows(
  { evidence }: Tampered,
  session: Writable<SessionRecord>,
  forgotten: (seq: number) => boolean,
): void {
  session.log = session.log
    .filter((row) => !forgotten(row.seq))
    .map((row, i) => ({ ...row, seq: i + 1 }));
  session.headSeq = session.log.length;
  session.snapshots = [];
  const state = encodeDocument(rebuildDocument(session.log.map((row) => row.update)));
  for (const replica of evidence.replicas)
    if (replica.session === session.id) replica.state = state;
}
