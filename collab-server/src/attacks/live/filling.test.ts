/** One diner tries to use up what the table's document can take, so that nobody else can order. */

import {
  MAX_CLIENTS_PER_DINER,
  MAX_CONFIRMS,
  MAX_CONFIRMS_PER_DINER,
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENT_BYTES_PER_DINER,
  MAX_LINES_PER_DINER,
  MAX_UPDATE_CLIENTS,
} from "@tureen/shared/platform/limits";
import { newClientId, newConfirmId, newLineId } from "@tureen/shared/table/document/keys";
import { any, craft, item } from "@tureen/shared/table/document/testing/craft-update";
import type { Confirm } from "@tureen/shared/table/document/types";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { AttackedServer, closeOf, fillWithHoles } from "../../testing/attacked-server.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import type { LiveTable } from "../../testing/live-table.ts";
import type { RawPhone } from "../../testing/raw-phone.ts";
import { until } from "../../testing/until.ts";

let field: AttackedServer;
beforeAll(async () => {
  field = await AttackedServer.open();
});
afterEach(() => field.cleanUp());
afterAll(() => field.close());

const FULL = closeOf("document-full");

/** Bytes of the log that a diner wrote. */
async function bytesBy(table: LiveTable, author: string): Promise<number> {
  const { rows } = await field.db.owner.query<{ n: number }>(
    `select coalesce(sum(octet_length("update")), 0)::int as n from session_updates
     where session_id = $1 and author = $2`,
    [table.sessionId, author],
  );
  return rows[0]?.n ?? 0;
}

/** Writes until the server has had enough; returns how it said so. */
async function writeUntilRefused(
  hostile: RawPhone,
  write: (round: number) => void,
  rounds: number,
): Promise<string> {
  for (let round = 0; round < rounds && hostile.closed === null; round += 1) {
    write(round);
    await until("it is answered", () => hostile.closed || hostile.acknowledged > round);
  }
  return hostile.closed ?? "still open";
}

/** A diner who sits down only now can put a dish in the cart, change it and ask the kitchen for it. */
async function requireRoomFor(table: LiveTable, diner: string): Promise<void> {
  const phone = await connectPhone(field.node, table, diner);
  const line = await phone.add(table, "late");
  phone.edits.tap(line, 1);
  phone.edits.confirm(confirmOf(line));
  await phone.untilSaved();
  const { view } = await table.logged();
  expect(Object.keys(view.confirms).filter((id) => id.startsWith(`${diner}-`))).toHaveLength(1);
  expect(phone.closes).toEqual([]);
  phone.destroy();
}

const confirmOf = (...lines: string[]): Confirm => ({
  lines: lines.map((line) => ({ line, quantity: 1, unitPrice: 450, ordered: 0 })),
  total: 450 * lines.length,
  menuVersion: 1,
  at: Date.now(),
});

test("with bytes: many portions of one line, each under a device of its own", async () => {
  const { table, honest } = await field.table();
  const hostile = await field.raw(table);
  const line = newLineId("d1");
  hostile.write((doc) => doc.getMap("lines").set(line, table.line()));
  await hostile.untilAcknowledged(1);
  const end = await writeUntilRefused(
    hostile,
    (round) =>
      hostile.write((doc) => {
        // Every second value is written twice, which leaves a hole for every phone to list.
        for (let i = 0; i < 900; i += 1) {
          const device = (round * 900 + i).toString(36);
          doc.getMap("portions").set(`${line}/d1.${device}`, 1);
          if (i % 2) doc.getMap("portions").set(`${line}/d1.${device}`, 2);
        }
      }),
    200,
  );
  expect(end).toBe(FULL);
  expect(await bytesBy(table, "d1")).toBeLessThanOrEqual(MAX_DOCUMENT_BYTES_PER_DINER);
  expect(await bytesBy(table, "d1")).toBeGreaterThan(MAX_DOCUMENT_BYTES_PER_DINER / 2);
  // Also not after coming back, on a node that has only read what was written.
  const again = await field.raw(table);
  again.write((doc) => {
    for (let i = 0; i < 900; i += 1) doc.getMap("portions").set(`${line}/d1.x${i.toString(36)}`, 1);
  });
  expect(await again.untilClosed()).toBe(FULL);
  await honest.finish();
  await requireRoomFor(table, "d2");
});

test("with lines", async () => {
  const { table, honest } = await field.table();
  const hostile = await field.raw(table);
  const end = await writeUntilRefused(
    hostile,
    () =>
      hostile.write((doc) => {
        for (let i = 0; i < 20; i += 1) doc.getMap("lines").set(newLineId("d1"), table.line("x"));
      }),
    200,
  );
  expect(end).toBe(FULL);
  const lines = Object.keys((await table.logged()).view.lines);
  expect(lines.filter((id) => id.startsWith("d1-"))).toHaveLength(MAX_LINES_PER_DINER);
  await honest.finish();
  await requireRoomFor(table, "d2");
});

test("with confirms", async () => {
  const { table, honest } = await field.table();
  const hostile = await field.raw(table);
  const line = newLineId("d1");
  hostile.write((doc) => doc.getMap("lines").set(line, table.line()));
  await hostile.untilAcknowledged(1);
  const end = await writeUntilRefused(
    hostile,
    () =>
      hostile.write((doc) => {
        for (let i = 0; i < 10; i += 1) {
          doc.getMap("confirms").set(newConfirmId("d1"), confirmOf(line));
        }
      }),
    MAX_CONFIRMS,
  );
  expect(end).toBe(FULL);
  const confirms = Object.keys((await table.logged()).view.confirms);
  expect(confirms).toHaveLength(MAX_CONFIRMS_PER_DINER);
  await honest.finish();
  await requireRoomFor(table, "d2");
});

test("with client ids, which every phone lists when it connects", async () => {
  const { table, honest } = await field.table();
  const hostile = await field.raw(table);
  const line = newLineId("d1");
  hostile.write((doc) => doc.getMap("lines").set(line, table.line()));
  await hostile.untilAcknowledged(1);
  const first = newClientId(1) & ~0xffff;
  const end = await writeUntilRefused(
    hostile,
    (round) => {
      const blocks = Array.from({ length: MAX_UPDATE_CLIENTS }, (_, i) => ({
        client: first + round * MAX_UPDATE_CLIENTS + i,
        clock: 0,
        structs: [
          item(any(1), {
            root: "portions",
            key: `${line}/d1.${(round * MAX_UPDATE_CLIENTS + i).toString(36)}`,
          }),
        ],
      }));
      hostile.update(craft(blocks));
    },
    200,
  );
  expect(end).toBe(FULL);
  const { state } = await table.logged();
  const clients = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state)).size;
  expect(clients).toBeLessThan(MAX_CLIENTS_PER_DINER + 20);
  expect(clients).toBeGreaterThan(MAX_CLIENTS_PER_DINER - MAX_UPDATE_CLIENTS);
  await honest.finish();
  await requireRoomFor(table, "d2");
});

test("with many names: the full table keeps a reserve for each diner", async () => {
  const { table, honest } = await field.table();
  const names = Math.ceil(MAX_DOCUMENT_BYTES / MAX_DOCUMENT_BYTES_PER_DINER) + 1;
  // As many accomplices as it takes, straight into the log: what they may write is tested above.
  await field.fillLog(table, names);
  const loaded = await field.raw(table, "d1");
  await until("the node has read it all", () => loaded.doc.store.clients.size > names);
  const filler = (doc: Y.Doc) => {
    for (let i = 0; i < 60; i += 1)
      doc.getMap("lines").set(newLineId("d1"), table.line("x".repeat(250)));
  };
  loaded.write(filler);
  expect(await loaded.untilClosed()).toBe(FULL);
  await honest.finish();
  await requireRoomFor(table, "d2");
  await requireRoomFor(table, "d1");
});

test("a phone that comes back to a table full of holes is let in, and the log keeps only its news", async () => {
  const { table, honest } = await field.table();
  const away = await connectPhone(field.node, table, "d2");
  await field.fillLog(table, 1, fillWithHoles);
  await until("it has read everything", () => Y.encodeStateAsUpdate(away.doc).byteLength > 250_000);
  await away.untilSaved();
  const before = await bytesBy(table, "d2");
  away.disconnect();
  const line = away.edits.addLine(table.line("from the lift"), 1);
  const known = Y.encodeStateVectorFromUpdate((await table.logged()).state);
  expect(Y.encodeStateAsUpdate(away.doc, known).byteLength).toBeGreaterThan(15_000);
  away.connect();
  await away.untilSaved();
  await honest.finish();
  expect(Object.keys((await table.logged()).view.lines)).toContain(line);
  expect((await bytesBy(table, "d2")) - before).toBeLessThan(3_000);
  expect(away.closes.filter((close) => close.startsWith("44"))).toEqual([]);
  away.destroy();
});
