import {
  DinerEdits,
  encodeDocument,
  newDinerDocument,
  rebuildDocument,
} from "@tureen/shared/table/document/session-document";
import type { Receipt } from "@tureen/shared/table/document/types";
import { beforeAll, expect, test } from "vitest";
import { Recorder, recordDocument } from "../history.ts";
import { checkConfirmHistories } from "./confirm-histories.ts";
import { NO_BILL } from "./evidence.ts";
import { prepareGround } from "./ground.ts";
import { judge } from "./judge.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import { codesOf, eventsOf, orderNumber, type Tampered, tamper } from "./testing/tamper.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

/** What phones were told of the first confirm with this outcome. */
function told(bad: Tampered, wanted: (receipt: Receipt) => boolean) {
  const all = eventsOf(bad, "seen").filter((e) => e.root === "receipts");
  const key = all.find((e) => wanted(e.value as Receipt))?.key;
  if (key === undefined) throw new Error("no such receipt");
  return all.filter((e) => e.key === key);
}

const withdrawn = (receipt: Receipt) => !receipt.ok && receipt.lines[0]?.code === "withdrawn";
const tooLate = (receipt: Receipt) => !receipt.ok && receipt.lines[0]?.code === "already-ordered";

test("finds nothing in a good evening", () => {
  const bad = tamper(recorded);
  const { offences, counts } = checkConfirmHistories(bad.events, prepareGround(bad.evidence));
  expect(offences).toEqual([]);
  expect(counts).toMatchObject({
    confirmHistories: 2,
    undecidedConfirmHistories: 0,
    unrecordedSessions: 0,
  });
});

test("a confirm that took what a later one was then given again", () => {
  const bad = tamper(recorded);
  const order = orderNumber(bad, 1);
  for (const e of told(bad, tooLate)) {
    e.value = { ok: true, order: crypto.randomUUID(), number: order.number + 5, at: 1 };
  }
  expect(codesOf(checkConfirmHistories, bad)).toEqual(["confirms-not-linearizable"]);
});

test("a confirm rejected for a withdrawal that nobody made", () => {
  const bad = tamper(recorded);
  for (const e of told(bad, (receipt) => receipt.ok)) {
    const line = orderNumber(bad, 1).lines[0]?.line ?? "";
    e.value = { ok: false, code: "lines", at: 1, lines: [{ line, code: "withdrawn", left: 2 }] };
  }
  expect(codesOf(checkConfirmHistories, bad)).toEqual(["confirms-not-linearizable"]);
});

test("a rejection that tells of another number than was left", () => {
  const bad = tamper(recorded);
  for (const e of told(bad, withdrawn)) {
    const receipt = e.value as Extract<Receipt, { ok: false }>;
    e.value = { ...receipt, lines: receipt.lines.map((line) => ({ ...line, left: 0 })) };
  }
  expect(codesOf(checkConfirmHistories, bad)).toEqual(["confirms-not-linearizable"]);
});

test("a rejection that calls a withdrawal an order", () => {
  const bad = tamper(recorded);
  for (const e of told(bad, withdrawn)) {
    const receipt = e.value as Extract<Receipt, { ok: false }>;
    const code = "already-ordered";
    e.value = { ...receipt, lines: receipt.lines.map((line) => ({ ...line, code })) };
  }
  expect(codesOf(checkConfirmHistories, bad)).toEqual(["confirms-not-linearizable"]);
});

test("a withdrawal that was acknowledged before the confirm was even sent has to count", () => {
  const bad = tamper(recorded);
  const { confirm, session } = orderNumber(bad, 2);
  const sent = eventsOf(bad, "sent").find((e) => e.key === confirm);
  const tap = eventsOf(bad, "sent").findLast(
    (e) => e.session === session && e.root === "portions" && e.diner === "d1",
  );
  if (!sent || !tap) throw new Error("no tap before the confirm");
  // One more goes off just before: none is left to confirm.
  const { n } = sent;
  const [client, clock] = [tap.client, tap.clock + 1];
  const { phone, diner } = tap;
  for (const e of bad.events) if (e.n >= n) e.n += 2;
  bad.events.push({ ...tap, kind: "sent", clock, value: 0, n });
  bad.events.push({ kind: "acknowledged", phone, session, diner, client, clock, n: n + 1, at: 0 });
  bad.events.sort((a, b) => a.n - b.n);
  expect(codesOf(checkConfirmHistories, bad)).toEqual(["confirms-not-linearizable"]);
});

test("the same withdrawal, acknowledged only later, may have come after the order", () => {
  const bad = tamper(recorded);
  const { confirm, session } = orderNumber(bad, 2);
  const sent = eventsOf(bad, "sent").find((e) => e.key === confirm);
  const tap = eventsOf(bad, "sent").findLast(
    (e) => e.session === session && e.root === "portions" && e.diner === "d1",
  );
  if (!sent || !tap) throw new Error("no tap before the confirm");
  const { n } = sent;
  const [client, clock] = [tap.client, tap.clock + 1];
  const { phone, diner } = tap;
  for (const e of bad.events) if (e.n >= n) e.n += 1;
  const last = (bad.events.at(-1)?.n ?? 0) + 1;
  bad.events.push({ ...tap, kind: "sent", clock, value: 0, n });
  bad.events.push({ kind: "acknowledged", phone, session, diner, client, clock, n: last, at: 0 });
  bad.events.sort((a, b) => a.n - b.n);
  expect(codesOf(checkConfirmHistories, bad)).toEqual([]);
});

test("names the line and the confirm at which no order fits, and shows only these", () => {
  const bad = tamper(recorded);
  const events = told(bad, tooLate);
  for (const e of events) e.value = { ok: true, order: crypto.randomUUID(), number: 9, at: 1 };
  const verdict = judge({ events: bad.events, dropped: 0 }, bad.evidence);
  const found = verdict.violations.filter((v) => v.code === "confirms-not-linearizable");
  expect(found).toHaveLength(1);
  const line = orderNumber(bad, 1).lines[0]?.line ?? "";
  expect(found[0]?.ids).toEqual({ session: events[0]?.session, line });
  expect(found[0]?.message).toMatch(/fails at confirm d\d-\w+ \(order \d\)/);
  const history = found[0]?.history ?? [];
  const taps = history.filter((e) => e.kind === "sent" && e.root === "portions");
  expect(taps.map((e) => (e.kind === "sent" ? e.value : null))).toEqual([2, 1]);
  const confirms = history.filter((e) => e.kind === "sent" && e.root === "confirms");
  expect(confirms).toHaveLength(2);
  expect(history.length).toBeLessThan(9);
});

test("a session with a phone that kept no record is not judged, and that is said", () => {
  const bad = tamper(recorded);
  bad.events = bad.events.filter((e) => !("phone" in e) || e.phone !== "t1-d2");
  const verdict = judge({ events: bad.events, dropped: 0 }, bad.evidence);
  expect(verdict.counts.unrecordedSessions).toBe(1);
  expect(verdict.unproven).toContain("unrecordedSessions");
});

test("a confirm that no moment explains, though each of its lines has one", () => {
  const recorder = new Recorder();
  const [ana, bo] = [newDinerDocument(2 ** 24 + 1), newDinerDocument(2 * 2 ** 24 + 1)];
  const whoOf = (diner: string) => ({ phone: `${diner}'s`, session: "s", diner });
  recordDocument(recorder, whoOf("d1"), ana);
  recordDocument(recorder, whoOf("d2"), bo);
  const edits = new DinerEdits(ana, "d1");
  const dish = { item: crypto.randomUUID(), options: [], note: "", for: "table", at: 1 } as const;
  const [one, two] = [edits.addLine(dish, 1), edits.addLine(dish, 1)];
  edits.tap(two, -1);
  rebuildDocument([encodeDocument(ana)], bo);
  const wanted = { quantity: 1, unitPrice: 5, ordered: 0 };
  const lines = [one, two].map((line) => ({ line, ...wanted }));
  const key = new DinerEdits(bo, "d2").confirm({ lines, total: 10, menuVersion: 1, at: 1 });
  // The first is taken off before the second is put back: never were both in the cart.
  edits.tap(one, -1);
  edits.tap(two, 1);
  const value = { ok: true, order: crypto.randomUUID(), number: 1, at: 1 };
  recorder.record({
    kind: "seen",
    ...whoOf("d2"),
    root: "receipts",
    key,
    value,
    client: 1,
    clock: 1,
  });
  const log = [ana, bo].map((doc, i) => {
    return { seq: i + 1, author: `d${i + 1}`, update: encodeDocument(doc) };
  });
  const session = { id: "s", table: "t", status: "active", headSeq: 2, log } as const;
  const ground = prepareGround({
    restaurantId: "r",
    sessions: [{ ...session, snapshots: [], queue: [], bill: NO_BILL }],
    orders: [],
    statusHistory: [],
    replicas: [],
  });
  const { offences } = checkConfirmHistories(recorder.events, ground);
  expect(offences.map((o) => o.ids)).toEqual([{ session: "s" }]);

  // Put back first, the same outcome has its moment.
  const [off, back] = recorder.events
    .filter((e) => e.kind === "sent" && e.root === "portions")
    .slice(-2);
  const swapped = recorder.events.map((e) => {
    if (e.kind !== "sent" || !off || !back) return e;
    if (e === off) return { ...back, n: e.n, clock: e.clock };
    return e === back ? { ...off, n: e.n, clock: e.clock } : e;
  }) as typeof recorder.events;
  expect(checkConfirmHistories(swapped, ground).offences).toEqual([]);
});
