import { expect, test } from "vitest";
import * as Y from "yjs";
import { newClientId } from "../table/document/keys.ts";
import { DinerEdits, editAsServer, newDinerDocument } from "../table/document/session-document.ts";
import { readJournal } from "./journal.ts";
import { Player } from "./player.ts";
import type { Recording } from "./recording.ts";
import { documentAt, stateAt } from "./state-at.ts";
import { LARGE, PIZZA, SessionMaker, SIZE, SOUP, smallRecording } from "./testing/session-maker.ts";
import { describeDifference } from "./verdict.ts";
import { type Copies, verifyRecording } from "./verify.ts";

const recording = smallRecording();
const { length } = recording.log;
const state = (index: number) => Y.encodeStateAsUpdate(documentAt(recording.log, index));

/** What a verification of an altered record finds. */
function found(change: (copy: Recording) => Partial<Recording>, copies: Copies = {}) {
  const verdict = verifyRecording({ ...recording, ...change(structuredClone(recording)) }, copies);
  if (verdict.ok) throw new Error("nothing was found");
  expect(describeDifference(verdict.difference)).toContain(verdict.difference.code);
  return verdict.difference;
}

test("a true record with true copies is ok, and says what it holds", () => {
  const copies = { snapshots: [{ seq: 5, state: state(5) }], live: state(length) };
  expect(verifyRecording(recording, copies)).toEqual({
    ok: true,
    logKept: true,
    entries: 0,
    edits: length,
    confirms: 2,
    pending: 0,
    orders: 1,
  });
});

test("a confirm that waits for its outcome, and one that was set aside, are in order", () => {
  const replayed = new SessionMaker();
  const ana = replayed.join();
  const line = replayed.take(ana, SOUP);
  const failed = replayed.confirm(ana, [line]);
  const at = replayed.now;
  replayed.asServer((edits) =>
    edits.receipt(failed, { ok: false, code: "internal", lines: [], at }),
  );
  replayed.confirm(ana, [line]);
  const { confirms, ...rest } = replayed.recording();
  const asFailed = confirms.map((q) => (q.confirm === failed ? { ...q, status: "failed" } : q));
  const aside = { ...rest, confirms: asFailed } as Recording;
  expect(verifyRecording(aside)).toMatchObject({ ok: true, confirms: 1, pending: 1 });
  // Without its row saying so, nothing explains the receipt.
  expect(verifyRecording({ ...rest, confirms })).toMatchObject({
    difference: { code: "receipt-unexplained" },
  });
});

test("a lost, a doubled and a foreign entry of the log are found", () => {
  const without = (seq: number) => ({ log: recording.log.filter((entry) => entry.seq !== seq) });
  expect(found(() => without(4))).toMatchObject({ code: "log-gap", expected: 4, found: 5 });
  const cut = { log: recording.log.slice(0, -1) };
  expect(found(() => cut)).toMatchObject({ code: "log-gap", expected: length, found: length - 1 });
  const renumbered = without(4).log.map((entry, i) => ({ ...entry, seq: i + 1 }));
  expect(found(() => ({ log: renumbered }))).toMatchObject({ code: "log-refused" });
  const asOther = recording.log.map((e) => (e.seq === 4 ? { ...e, author: "d2" } : e));
  expect(found(() => ({ log: asOther }))).toMatchObject({
    code: "log-refused",
    where: "edit 4 by d2",
  });
  const asServer = recording.log.map((e) => (e.seq === 4 ? { ...e, author: "server" } : e));
  expect(found(() => ({ log: asServer as Recording["log"] }))).toMatchObject({
    code: "log-foreign",
  });
});

test("bytes of the log that are no update are found", () => {
  const log = recording.log.map((e) => (e.seq === 2 ? { ...e, update: e.update.slice(0, 9) } : e));
  expect(found(() => ({ log }))).toMatchObject({
    code: "log-malformed",
    where: "edit 2 by server",
  });
});

test("a quantity changed in the log is found at the decision that was made from it", () => {
  // More portions of the second diner, slipped into the entry with their tap.
  const entry = recording.log[4] as Recording["log"][number];
  const doc = newDinerDocument(newClientId(2));
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(documentAt(recording.log, 4)));
  const known = Y.encodeStateVector(doc);
  const [line = ""] = doc.getMap("lines").keys();
  new DinerEdits(doc, "d2").tap(line, 3);
  const slipped = Y.encodeStateAsUpdate(doc, known);
  const log = (update: Uint8Array) =>
    recording.log.map((e) => (e.seq === entry.seq ? { ...e, update } : e));
  const both = Y.mergeUpdates([entry.update, slipped]);
  expect(found(() => ({ log: log(both) }))).toMatchObject({
    code: "decision-differs",
    where: expect.stringMatching(/^confirm d2-.*, lines\[0\]\.shares\.d2$/),
    expected: 2,
    found: 1,
  });
  // In place of it, what the diner did next on that phone has nothing to build on.
  expect(found(() => ({ log: log(slipped) }))).toMatchObject({
    code: "log-refused",
    found: expect.stringContaining("update-incomplete"),
  });
});

test("a snapshot and a live copy that hold something else are found, with what", () => {
  const tampered = documentAt(recording.log, 5);
  tampered.getMap("session").set("table", "8");
  const snapshots = [{ seq: 5, state: Y.encodeStateAsUpdate(tampered) }];
  expect(found(() => ({}), { snapshots })).toMatchObject({
    code: "snapshot-differs",
    where: "snapshot at edit 5, session.table",
    expected: "7",
    found: "8",
  });
  expect(found(() => ({}), { snapshots: [{ seq: 5, state: state(4) }] })).toMatchObject({
    code: "snapshot-differs",
  });
  expect(found(() => ({}), { snapshots: [{ seq: length + 1, state: state(4) }] })).toMatchObject({
    code: "snapshot-differs",
  });
  expect(found(() => ({}), { snapshots: [{ seq: 5, state: new Uint8Array([7]) }] })).toMatchObject({
    code: "snapshot-unreadable",
  });
  expect(found(() => ({}), { live: state(length - 1) })).toMatchObject({ code: "live-behind" });
  const ahead = documentAt(recording.log, length);
  editAsServer(ahead, (edits) => edits.facts({ table: "9" }));
  expect(found(() => ({}), { live: Y.encodeStateAsUpdate(ahead) })).toMatchObject({
    code: "live-ahead",
    where: "the running server's document, session.table",
    found: "9",
  });
});

test("an outcome, an input or a clock that was changed afterwards is found", () => {
  const change = (
    edit: (result: NonNullable<Recording["confirms"][number]["result"]>) => unknown,
  ) =>
    found((copy) => {
      const result = copy.confirms[0]?.result;
      if (!result) throw new Error("no result");
      edit(result);
      return { confirms: copy.confirms };
    });
  const set = Object.assign;
  expect(change((r) => set(r.decision, { total: 1 }))).toMatchObject({
    code: "decision-differs",
    where: expect.stringMatching(/^confirm d2-.*, total$/),
    expected: 2300,
    found: 1,
  });
  expect(
    change((r) => set(r, { availability: { ...r.availability, soldOut: [PIZZA] } })).code,
  ).toBe("decision-differs");
  expect(change((r) => set(r.availability, { valuesOut: [LARGE] })).code).toBe("decision-differs");
  expect(change((r) => set(r, { arrivedAt: r.arrivedAt + 700_000 })).code).toBe("decision-differs");
  expect(change((r) => set(r, { arrivedAt: r.arrivedAt + 1 })).code).toBe("confirm-differs");
  expect(change((r) => set(r, { menuVersion: 9 })).code).toBe("menu-missing");
  expect(change((r) => set(r.receipt, { number: 18 })).code).toBe("receipt-differs");
  expect(change((r) => set(r, { seq: r.seq - 1 })).code).toBe("confirm-unknown");
});

test("what the queue lacks, has too much, or tells otherwise is found", () => {
  expect(found((copy) => ({ confirms: copy.confirms.slice(1) })).code).toBe("receipt-unexplained");
  const pending = { status: "pending", result: null } as const;
  expect(
    found((copy) => ({ confirms: copy.confirms.map((q, i) => (i ? q : { ...q, ...pending })) }))
      .code,
  ).toBe("receipt-unexplained");
  const extra = { confirm: "d1-00000000000000", arrivedAt: 1, payload: {}, ...pending };
  expect(found((copy) => ({ confirms: [...copy.confirms, extra] })).code).toBe("confirm-unknown");
  const payload = { lines: [], total: 0, menuVersion: 1, at: 0 };
  expect(found((copy) => ({ confirms: copy.confirms.map((q) => ({ ...q, payload })) })).code).toBe(
    "confirm-differs",
  );
});

test("an order, an item, a price, a share, a choice, a status or a history row changed in Postgres is found", () => {
  const order = (change: (order: Recording["orders"][number]) => unknown) =>
    found((copy) => {
      for (const each of copy.orders) change(each);
      return { orders: copy.orders };
    });
  const set = Object.assign;
  expect(order((o) => set(o.lines[0] as object, { unitPrice: 1 }))).toMatchObject({
    code: "order-differs",
    where: "order #17, lines[0].unitPrice",
    expected: 1150,
    found: 1,
  });
  expect(order((o) => set(o, { total: 1 })).where).toBe("order #17, total");
  expect(order((o) => set(o.lines[0]?.shares ?? {}, { d1: 2 })).where).toMatch(/shares\.d1$/);
  expect(order((o) => set(o.lines[0] as object, { allergens: ["nuts"] })).code).toBe(
    "order-differs",
  );
  expect(order((o) => set(o.lines[0]?.chosen[0] as object, { valueName: "s" })).where).toMatch(
    /chosen\[0\]\.valueName$/,
  );
  expect(order((o) => set(o, { status: "served" }))).toMatchObject({
    code: "status-differs",
    expected: "preparing",
    found: "served",
  });
  expect(order((o) => set(o.history[1] as object, { to: "served" })).code).toBe("history-differs");
  expect(order((o) => set(o, { history: o.history.slice(1) })).code).toBe("history-differs");
  expect(found(() => ({ orders: [] })).code).toBe("order-missing");
  const [first] = recording.orders;
  if (!first) throw new Error("no order");
  const stray = { ...first, id: "stray", number: 99 };
  expect(found(() => ({ orders: [first, stray] }))).toMatchObject({
    code: "order-unknown",
    where: "order #99",
  });
  expect(found(() => ({ status: "active" })).code).toBe("session-differs");
});

test("a menu that was rewritten afterwards no longer leads to the recorded outcome", () => {
  const menus = recording.menus.map((menu) => ({
    ...menu,
    categories: menu.categories.map((category) => ({
      ...category,
      items: category.items.map((item) => ({ ...item, price: item.price + 1 })),
    })),
  }));
  expect(found(() => ({ menus })).code).toBe("decision-differs");
});

test("a dishonest server entry is found: an order that no decision made, a second receipt", () => {
  const replayed = new SessionMaker();
  const ana = replayed.join();
  const line = replayed.take(ana, PIZZA, 1, [{ option: SIZE, values: [LARGE] }]);
  const confirm = replayed.confirm(ana, [line]);
  replayed.decide(confirm);
  const [order] = replayed.orders;
  if (!order) throw new Error("no order");
  const log = replayed.log.length;
  replayed.asServer((edits) => edits.receipt(confirm, { ok: true, order: "x", number: 1, at: 1 }));
  expect(verifyRecording(replayed.recording())).toMatchObject({
    difference: { code: "receipt-unexplained", where: expect.stringContaining(`edit ${log + 1}`) },
  });
});

test("without its log the orders are compared with what was decided, and their history with them", () => {
  const forgotten = { ...recording, logKept: false, log: [] };
  expect(verifyRecording(forgotten)).toMatchObject({ ok: true, logKept: false, orders: 1 });
  const wrong = (change: (order: Recording["orders"][number]) => unknown) => {
    const orders = structuredClone(recording.orders);
    for (const order of orders) change(order);
    const verdict = verifyRecording({ ...forgotten, orders });
    return verdict.ok ? "ok" : `${verdict.difference.code} ${verdict.difference.where}`;
  };
  const set = Object.assign;
  expect(wrong(() => {})).toBe("ok");
  expect(wrong((o) => set(o.lines[0] as object, { unitPrice: 1 }))).toBe(
    "order-differs order #17, lines[0].unitPrice",
  );
  expect(wrong((o) => set(o.lines[0]?.chosen[0] as object, { valueName: "x" }))).toMatch(
    /^order-differs .*choices\[0\]$/,
  );
  expect(wrong((o) => set(o, { status: "served" }))).toBe("history-differs order #17, status");
  expect(wrong((o) => set(o.history[1] as object, { to: "served" }))).toMatch(/history\[1\]\.to$/);
  expect(wrong((o) => set(o, { history: o.history.slice(1) }))).toMatch(/history\[0\]\.from$/);
  expect(wrong((o) => set(o, { confirm: "d1-other" }))).toBe("order-missing order #17");
  const [order] = recording.orders;
  if (!order) throw new Error("no order");
  const stray = [order, { ...order, confirm: "d1-stray", number: 99 }];
  expect(verifyRecording({ ...forgotten, orders: stray })).toMatchObject({
    difference: { code: "order-unknown", where: "order #99" },
  });
});

test("a line that a diner wrote on two nodes at once is none, and no difference", () => {
  const replayed = new SessionMaker();
  const ana = replayed.join();
  const line = replayed.take(ana, SOUP);
  const honest = replayed.recording();
  /** The log with another value written to a root's key by a device that had seen nothing. */
  const withSecond = (root: string, key: string, value: unknown): Recording => {
    const doc = newDinerDocument(newClientId(1));
    doc.getMap(root).set(key, value);
    const update = Y.encodeStateAsUpdate(doc);
    const seq = honest.log.length + 1;
    const log = [...honest.log, { seq, author: ana, at: replayed.now, update }];
    return { ...honest, log, head: seq };
  };
  const other = { item: PIZZA, options: [], note: "", for: "table", at: 1 };
  const twice = withSecond("lines", line, other);
  expect(verifyRecording(twice)).toMatchObject({ ok: true });
  const player = new Player(readJournal(twice.log));
  expect(player.seek(twice.log.length).view()).toEqual(stateAt(twice.log, twice.log.length));
  expect(player.view().lines).toEqual({});
  // What nobody could have written, on however many nodes, is refused.
  expect(verifyRecording(withSecond("lines", "d2-0000000000", other))).toMatchObject({
    difference: { code: "log-refused" },
  });
});
