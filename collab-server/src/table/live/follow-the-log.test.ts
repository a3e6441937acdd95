import { inRestaurant } from "@tureen/persistence/platform/database";
import { editSession } from "@tureen/persistence/table/edit-session";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { encodeDocument } from "@tureen/shared/table/document/session-document";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Cleanup } from "../../testing/cleanup.ts";
import { type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone, type LivePhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable, portionOf } from "../../testing/live-table.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { Gate, tapDatabase } from "../../testing/tapped-database.ts";
import { until } from "../../testing/until.ts";
import type { CollabTiming } from "./collab.ts";

let db: TestDatabase;
/** For what has to come true, on a busy machine too. */
const PATIENTLY = { timeout: 30_000, interval: 5 };
const cleanup = new Cleanup();
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(() => cleanup.run());
afterAll(() => db.drop());

async function givenNode(timing: Partial<CollabTiming> = {}) {
  const tapped = tapDatabase(db.pool);
  const signals = new LocalSignals();
  const node = await startLiveNode({ database: tapped.database, signals, timing });
  cleanup.add(node, (n) => n.close());
  return { node, signals, tapped };
}

async function givenPhone(
  node: { readonly url: string },
  table: LiveTable,
  diner: string,
  options = {},
) {
  return cleanup.add(await connectPhone(node, table, diner, options), (p) => p.destroy());
}

/** What the worker and the API do: an edit by the server. Returns its signal. */
async function editAsWorker(table: LiveTable, menuVersion: number) {
  const { restaurantId, sessionId } = table;
  const { seq } = await inRestaurant(db.pool, restaurantId, (tx) =>
    editSession(tx, { restaurantId, sessionId, now: new Date() }, async (session) =>
      session.edit((edits) => edits.facts({ menuVersion })),
    ),
  );
  return { kind: "session", restaurantId, sessionId, seq: seq ?? 0 } as const;
}

/** The end of a phone's connection waits for its edits under way; the last one's end unloads. */
async function leaveOneAfterTheOther(node: LiveNode, first: LivePhone, last: LivePhone) {
  first.destroy();
  await until("the first is gone", () => node.collab.connections() === 1);
  last.destroy();
}

describe("Documents follow their log", () => {
  test("what the worker writes reaches the phones with its signal", async () => {
    const { node, signals } = await givenNode();
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(node, table, "d1");
    await signals.publish(await editAsWorker(table, 7));
    await until("the phone has it", () => phone.view.session.menuVersion === 7);
  });

  test("a lost signal costs time until the next check", async () => {
    const { node, signals } = await givenNode({ checkEveryMs: 40 });
    signals.broken = true;
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(node, table, "d1");
    await signals.publish(await editAsWorker(table, 8));
    await until("the phone has it", () => phone.view.session.menuVersion === 8);
  });

  test("a lost signal costs time until the table's own next edit", async () => {
    const { node, signals } = await givenNode();
    signals.broken = true;
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(node, table, "d1");
    await signals.publish(await editAsWorker(table, 9));
    await phone.add(table);
    await until("the phone has it", () => phone.view.session.menuVersion === 9);
  });

  test("a signal that comes while the document is loaded is not missed", async () => {
    const { node, signals } = await givenNode();
    const table = await openLiveTable(db.pool);
    const phones = Array.from({ length: 5 }, () => givenPhone(node, table, "d1"));
    for (let version = 10; version < 15; version += 1) {
      await signals.publish(await editAsWorker(table, version));
    }
    for (const phone of await Promise.all(phones)) {
      await until("the phone has the last", () => phone.view.session.menuVersion === 14);
    }
  });

  test("a document unloaded while an append is in flight shows everything when loaded again", async () => {
    const { node, tapped } = await givenNode();
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(node, table, "d1", { reconnect: false });
    const other = await givenPhone(node, table, "d2", { reconnect: false });
    const gate = cleanup.add(new Gate(), (g) => g.open());
    tapped.before = gate.pass;
    const line = phone.edits.addLine(table.line(), 1);
    await until("the append is under way", () => gate.waiting === 1);
    await leaveOneAfterTheOther(node, phone, other);
    await until(
      "the document is unloaded",
      async () => (await node.metric("tureen_documents")) === 0,
    );
    const bo = await givenPhone(node, table, "d2");
    expect(bo.view.lines).toEqual({});
    gate.open();
    await bo.untilSees(line);
  });

  test("the late end of an unloaded document does not cut its successor off", async () => {
    const { node, signals, tapped } = await givenNode();
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(node, table, "d1", { reconnect: false });
    const other = await givenPhone(node, table, "d2", { reconnect: false });
    const gate = cleanup.add(new Gate(), (g) => g.open());
    tapped.before = gate.pass;
    phone.edits.addLine(table.line(), 1);
    await until("the append is under way", () => gate.waiting === 1);
    await leaveOneAfterTheOther(node, phone, other);
    await until(
      "the document is unloaded",
      async () => (await node.metric("tureen_documents")) === 0,
    );
    const bo = await givenPhone(node, table, "d2");
    gate.open();
    await until("the late append is in", () => Object.keys(bo.view.lines).length === 1);
    const ana = await givenPhone(node, table, "d1");
    const fromAna = await ana.add(table);
    await bo.untilSees(fromAna);
    const fromBo = await bo.add(table);
    await ana.untilSees(fromBo);
    await signals.publish(await editAsWorker(table, 20));
    for (const p of [ana, bo]) {
      await until("the worker's edit arrives", () => p.view.session.menuVersion === 20);
    }
    expect(await node.metric("tureen_documents")).toBe(1);
  });

  test("nodes that hear nothing of each other agree through the log, byte for byte", async () => {
    const one = await givenNode({ checkEveryMs: 40 });
    const two = await givenNode({ checkEveryMs: 40 });
    one.signals.broken = true;
    two.signals.broken = true;
    const table = await openLiveTable(db.pool, { diners: 4 });
    const phones = await Promise.all(
      table.diners.map((diner, i) => givenPhone(i % 2 ? one.node : two.node, table, diner)),
    );
    for (let round = 0; round < 8; round += 1) {
      const lines = phones.map((phone) => phone.edits.addLine(table.line(), 1));
      for (const [i, phone] of phones.entries()) phone.edits.tap(lines[i] ?? "", 1);
      if (round % 4 === 3) await editAsWorker(table, 30 + round);
      await Promise.all(phones.map((phone) => phone.untilSaved()));
    }
    const log = await table.logged();
    expect(Object.keys(log.view.lines)).toHaveLength(32);
    for (const phone of phones) await expect.poll(() => phone.view, PATIENTLY).toEqual(log.view);
    // Phones that come now get each node's document.
    const fromOne = await givenPhone(one.node, table, "d1");
    const fromTwo = await givenPhone(two.node, table, "d1");
    expect(Buffer.from(encodeDocument(fromOne.doc))).toEqual(Buffer.from(log.state));
    expect(Buffer.from(encodeDocument(fromTwo.doc))).toEqual(Buffer.from(log.state));
  });

  test("a phone that roams to a node that lags behind is not refused", async () => {
    const one = await givenNode();
    const two = await givenNode();
    const table = await openLiveTable(db.pool);
    await givenPhone(two.node, table, "d2");
    const ana = await givenPhone(one.node, table, "d1");
    const bo = await givenPhone(one.node, table, "d2");
    const line = await bo.add(table);
    await ana.untilSees(line);
    ana.disconnect();
    ana.edits.tap(line, 3);
    ana.connect(two.node.url);
    await ana.untilSaved();
    expect([ana.notices, ana.refusals]).toEqual([[], []]);
    expect(portionOf((await table.logged()).view, line, "d1")).toBe(3);
  });
});
