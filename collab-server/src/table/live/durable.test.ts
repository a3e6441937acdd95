import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { readSession } from "@tureen/shared/table/document/session-document";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Cleanup } from "../../testing/cleanup.ts";
import { type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable, portionOf } from "../../testing/live-table.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { Gate, type TappedDatabase, tapDatabase } from "../../testing/tapped-database.ts";
import { until } from "../../testing/until.ts";

let db: TestDatabase;
let tapped: TappedDatabase;
let node: LiveNode;
const cleanup = new Cleanup();

beforeAll(async () => {
  db = await createTestDatabase();
  tapped = tapDatabase(db.pool);
  node = await startLiveNode({ database: tapped.database, signals: new LocalSignals() });
});
afterEach(async () => {
  tapped.before = () => {};
  tapped.after = () => {};
  await cleanup.run();
});
afterAll(async () => {
  await node.close();
  await db.drop();
});

const given = async (table: LiveTable, ...diners: string[]) =>
  Promise.all(
    diners.map(async (d) => cleanup.add(await connectPhone(node, table, d), (p) => p.destroy())),
  );

/** Holds a session's row, so that nothing can be appended to its log. */
async function lockSession(sessionId: string) {
  const client = await db.owner.connect();
  await client.query("begin");
  await client.query("select 1 from sessions where id = $1 for update", [sessionId]);
  return {
    async release() {
      await client.query("rollback");
      client.release();
    },
  };
}

const untilAppendWaits = () =>
  until("an append waits for the lock", async () => {
    const { rows } = await db.owner.query(
      `select 1 from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });

describe("Durable before visible", () => {
  test("[P-ACK-1, P-ACK-2] at the moment anybody sees or is told of an edit, it is committed", async () => {
    const table = await openLiveTable(db.pool, { diners: 3 });
    const committed = new Y.Doc();
    tapped.after = (updates) => {
      for (const update of updates) Y.applyUpdate(committed, update);
    };
    const phones = await given(table, "d1", "d2", "d3");
    const early: string[] = [];
    let looks = 0;
    const durable = () => readSession(committed);
    for (const phone of phones) {
      phone.doc.on("afterTransaction", ({ local }: Y.Transaction) => {
        if (local) return;
        const now = durable();
        for (const id of Object.keys(phone.view.lines)) {
          if (id.startsWith(`${phone.diner}-`)) continue;
          looks += 1;
          if (!(id in now.lines)) early.push(`${phone.diner} saw ${id}`);
        }
      });
      phone.onUnsaved = (unsaved) => {
        const now = durable();
        looks += 1;
        for (const id of Object.keys(phone.view.lines)) {
          if (!unsaved.has(id) && !(id in now.lines))
            early.push(`${phone.diner} was told of ${id}`);
        }
      };
    }
    for (let round = 0; round < 15; round += 1) {
      for (const phone of phones) phone.edits.addLine(table.line(), 1);
      if (round % 3 === 0) await Promise.all(phones.map((phone) => phone.untilSaved()));
    }
    for (const phone of phones) {
      await until("all lines arrive", () => Object.keys(phone.view.lines).length === 45);
      await phone.untilSaved();
    }
    expect(early).toEqual([]);
    expect(looks).toBeGreaterThan(90);
    expect(Object.keys((await table.logged()).view.lines)).toHaveLength(45);
  });

  test("while the commit waits, nobody sees the edit and its sender is not told", async () => {
    const table = await openLiveTable(db.pool);
    const [ana, bo] = await given(table, "d1", "d2");
    const holder = await lockSession(table.sessionId);
    const line = ana!.edits.addLine(table.line(), 1);
    await untilAppendWaits();
    // A phone that comes only now has heard of everything that is visible.
    const [late] = await given(table, "d2");
    expect([bo!.view.lines, late!.view.lines]).toEqual([{}, {}]);
    expect(ana!.saved).toBe(false);
    await holder.release();
    await Promise.all([ana!.untilSaved(), bo!.untilSees(line), late!.untilSees(line)]);
  });

  test("an edit that cannot be stored is shown to nobody, and comes back when it can", async () => {
    const table = await openLiveTable(db.pool);
    const [ana, bo] = await given(table, "d1", "d2");
    await db.owner.query("revoke insert on session_updates from tureen_app");
    const line = ana!.edits.addLine(table.line(), 1);
    await until("the phone is sent away", () => ana!.closes.length > 1);
    expect(new Set(ana!.closes)).toContain("4503 storage-unavailable");
    expect(ana!.refusals).toContain("storage-unavailable");
    expect(ana!.saved).toBe(false);
    expect(bo!.view.lines).toEqual({});
    expect((await table.logged()).view.lines).toEqual({});
    await db.owner.query("grant insert on session_updates to tureen_app");
    await Promise.all([ana!.untilSaved(), bo!.untilSees(line)]);
    expect(portionOf((await table.logged()).view, line, "d1")).toBe(1);
  });

  test("connections killed in the middle of an append lose and double nothing", async () => {
    const table = await openLiveTable(db.pool);
    const [ana, bo] = await given(table, "d1", "d2");
    const holder = await lockSession(table.sessionId);
    const line = ana!.edits.addLine(table.line(), 2);
    await untilAppendWaits();
    await db.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    await untilAppendWaits();
    await holder.release();
    await Promise.all([ana!.untilSaved(), bo!.untilSees(line)]);
    expect(ana!.closes).toEqual([]);
    expect(portionOf((await table.logged()).view, line, "d1")).toBe(2);
  });

  test("a node that dies after the commit and before the broadcast takes nothing along", async () => {
    const table = await openLiveTable(db.pool);
    const doomed = await startLiveNode({
      database: tapped.database,
      signals: new LocalSignals(),
    });
    const ana = await connectPhone(doomed, table, "d1", { reconnect: false });
    const gate = new Gate();
    tapped.after = gate.pass;
    const line = ana.edits.addLine(table.line(), 1);
    await until("it is durable but unheard of", () => gate.waiting === 1);
    expect(ana.saved).toBe(false);
    ana.destroy();
    // The dead node never does anything again; another one takes over.
    const [bo] = await given(table, "d2");
    expect(Object.keys(bo!.view.lines)).toEqual([line]);
    gate.open();
    await doomed.close();
  });

  test("a phone that was away for long delivers everything", async () => {
    const table = await openLiveTable(db.pool);
    const [ana, bo] = await given(table, "d1", "d2");
    ana!.disconnect();
    const line = ana!.edits.addLine(table.line(), 1);
    for (let tap = 0; tap < 300; tap += 1) ana!.edits.tap(line, tap % 2 ? -1 : 1);
    ana!.edits.tap(line, 4);
    ana!.connect();
    await ana!.untilSaved();
    await until("the other phone has it", () => portionOf(bo!.view, line, "d1") === 5);
    expect(portionOf((await table.logged()).view, line, "d1")).toBe(5);
  });
});
