import { closeSession } from "@tureen/persistence/table/close-session";
import { loadDocument, readUpdatesAfter } from "@tureen/persistence/table/load-document";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { newLineId, portionKey } from "@tureen/shared/table/document/keys";
import { encodeDocument } from "@tureen/shared/table/document/session-document";
import { canonicalState } from "@tureen/shared/table/document/testing/canonical-state";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { applyUpdate, encodeStateAsUpdate, YDoc } from "ywasm";
import { Cleanup } from "../../testing/cleanup.ts";
import { type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable, portionOf } from "../../testing/live-table.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { placeOrder } from "../../testing/test-restaurant.ts";
import { until } from "../../testing/until.ts";
import { YjsClient } from "../../testing/yjs-client.ts";
import { YrsClient } from "../../testing/yrs-client.ts";

let db: TestDatabase;
let node: LiveNode;
const signals = new LocalSignals();
const cleanup = new Cleanup();

beforeAll(async () => {
  db = await createTestDatabase();
  node = await startLiveNode({ database: db.pool, signals });
});
afterEach(() => cleanup.run());
afterAll(async () => {
  await node.close();
  await db.drop();
});

async function givenYrs(table: LiveTable, diner: string): Promise<YrsClient> {
  const token = await table.token(diner);
  const client = new YrsClient(node, table.sessionId, diner, token);
  cleanup.add(client, (c) => c.destroy());
  await until("the Yrs client has synced", () => client.synced);
  return client;
}

/** A session with everything in it: three kinds of clients at once, offline, an order, the end. */
async function orderAndCancel(table: LiveTable) {
  const { restaurantId, sessionId } = table;
  const phone = cleanup.add(await connectPhone(node, table, "d1"), (p) => p.destroy());
  const tool = new YjsClient(node, sessionId, "d2", await table.token("d2"));
  cleanup.add(tool, (t) => t.destroy());
  await tool.untilSynced();
  const yrs = await givenYrs(table, "d3");
  const soups = await Promise.all([phone.add(table, "not too hot, é€😀"), phone.add(table)]);
  await tool.untilSees(soups[1] ?? "");
  tool.provider.disconnect();
  for (let i = 0; i < 40; i += 1) {
    tool.edits.tap(soups[i % 2] ?? "", i % 3 === 0 ? -1 : 1);
    phone.edits.tap(soups[i % 2] ?? "", i % 4 === 0 ? -1 : 1);
    phone.edits.mark({
      ready: i % 2 === 0,
      call: i % 5 === 0 ? "waiter" : "none",
      at: 2 ** 31 + i,
    });
  }
  tool.edits.addLine(table.line("offline"), 3);
  tool.provider.connect();
  const line = newLineId("d3");
  yrs.write([
    ["lines", line, table.line("from Yrs")],
    ["portions", portionKey(line, "d3", 3 * 2 ** 24 + 5), 2],
  ]);
  await phone.untilSees(line);
  await placeOrder(node.database, { restaurantId, sessionId, diner: "d1" });
  await phone.untilSaved();
  await tool.untilSynced();
  await closeSession(node.database, {
    ...{ restaurantId, sessionId, now: new Date() },
    by: { kind: "staff", id: null },
  });
  await until("everybody knows the end", () =>
    [phone, tool].every(({ view }) => view.session.status === "closed"),
  );
  await until("Yrs knows the end", () => yrs.read("session", "status") === "closed");
  return { phone, tool, yrs };
}

describe("An independent implementation of Yjs", () => {
  test("ends in the same state as the log, the phones and y-websocket, byte for byte", async () => {
    const table = await openLiveTable(db.pool, { diners: 3 });
    const { phone, tool, yrs } = await orderAndCancel(table);
    const logged = canonicalState((await table.logged()).state);
    expect(Object.keys((await table.logged()).view.lines).length).toBeGreaterThanOrEqual(4);
    for (const state of [yrs.state, tool.state, phone.state]) {
      expect(Buffer.from(canonicalState(state)).equals(logged)).toBe(true);
    }
  });

  test("rebuilds from the raw log what we rebuild from it, byte for byte", async () => {
    const table = await openLiveTable(db.pool, { diners: 3 });
    await orderAndCancel(table);
    const { restaurantId, sessionId } = table;
    const theirs = cleanup.add(new YDoc({}), (doc) => doc.free());
    let after = 0;
    for (;;) {
      const page = await readUpdatesAfter(db.pool, { restaurantId, sessionId, after });
      for (const { update } of page) applyUpdate(theirs, update, null);
      const last = page.at(-1);
      if (!last) break;
      after = last.seq;
    }
    expect(after).toBeGreaterThan(50);
    const ours = await loadDocument(db.pool, { restaurantId, sessionId });
    if (!ours) throw new Error("the session is gone");
    const state = canonicalState(encodeDocument(ours.doc));
    expect(Buffer.from(canonicalState(encodeStateAsUpdate(theirs))).equals(state)).toBe(true);
  });

  test("edits what is its diner's, and is refused what is not", async () => {
    const table = await openLiveTable(db.pool, { diners: 3 });
    const phone = cleanup.add(await connectPhone(node, table, "d1"), (p) => p.destroy());
    const yrs = await givenYrs(table, "d3");
    const line = newLineId("d3");
    yrs.write([
      ["lines", line, table.line()],
      ["portions", portionKey(line, "d3", 3 * 2 ** 24 + 5), 2],
    ]);
    await phone.untilSees(line);
    expect(portionOf(phone.view, line, "d3")).toBe(2);
    const before = await table.logged();
    yrs.write([["portions", portionKey(line, "d1", 2 ** 24 + 5), 9]]);
    expect(await until("it is refused", () => yrs.closed)).toBe("4400 foreign-key");
    expect(await table.logged()).toEqual(before);
  });
});

describe("The canonical form", () => {
  test("tells apart what differs in one value, one client or one delete", async () => {
    const table = await openLiveTable(db.pool);
    const phone = cleanup.add(await connectPhone(node, table, "d1"), (p) => p.destroy());
    const line = await phone.add(table);
    const one = canonicalState(phone.state);
    phone.edits.tap(line, 1);
    const two = canonicalState(phone.state);
    phone.edits.tap(line, -1);
    const three = canonicalState(phone.state);
    expect(Buffer.from(one).equals(two)).toBe(false);
    expect(Buffer.from(one).equals(three)).toBe(false);
    expect(Buffer.from(canonicalState(three)).equals(three)).toBe(true);
  });
});
