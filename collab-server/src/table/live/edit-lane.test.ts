import { readUpdatesAfter } from "@tureen/persistence/table/load-document";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { closeCodeFor } from "@tureen/shared/platform/protocol/reactions";
import { newLineId } from "@tureen/shared/table/document/keys";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Cleanup } from "../../testing/cleanup.ts";
import { type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone, type LivePhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { connectRawPhone, FRAME, type RawPhone } from "../../testing/raw-phone.ts";
import { Gate, tapDatabase } from "../../testing/tapped-database.ts";
import { until } from "../../testing/until.ts";
import type { BacklogBounds } from "./backlog.ts";

let db: TestDatabase;
let node: LiveNode;
const cleanup = new Cleanup();
beforeAll(async () => {
  db = await createTestDatabase();
  node = await startLiveNode({ database: db.pool, signals: new LocalSignals() });
});
afterEach(() => cleanup.run());
afterAll(async () => {
  await node.close();
  await db.drop();
});

/** A phone, and what it receives from now on: "update", "answer", "question", "saved" … */
async function givenPhone(table: LiveTable, diner: string) {
  const phone = cleanup.add(await connectRawPhone(node, table, diner), (p) => p.destroy());
  const received: string[] = [];
  phone.socket.on("message", (data: Buffer) => received.push(kindOf(data)));
  return { phone, received };
}

function kindOf(frame: Uint8Array): string {
  const decoder = decoding.createDecoder(frame);
  decoding.readVarString(decoder);
  const type = decoding.readVarUint(decoder);
  if (type === FRAME.syncStatus) return "saved";
  if (type !== FRAME.sync && type !== FRAME.syncReply) return `frame ${type}`;
  return ["question", "answer", "update"][decoding.readVarUint(decoder)] ?? "?";
}

const takeDish = (phone: RawPhone, table: LiveTable, diner: string) => {
  const id = newLineId(diner);
  phone.write((doc) => doc.getMap("lines").set(id, table.line()));
  return id;
};

test("an edit goes to the others; its own phone hears only that it is saved", async () => {
  const table = await openLiveTable(db.pool);
  const [own, other] = [await givenPhone(table, "d1"), await givenPhone(table, "d2")];
  const line = takeDish(own.phone, table, "d1");
  await until("the other has it", () => other.phone.doc.getMap("lines").has(line));
  await own.phone.untilAcknowledged(1);
  expect(own.received).toEqual(["saved"]);
  expect(other.received).toEqual(["update"]);
});

test("what a phone sends in one go is answered in its order", async () => {
  const table = await openLiveTable(db.pool);
  const { phone, received } = await givenPhone(table, "d1");
  const before = Y.encodeStateVector(phone.doc);
  takeDish(phone, table, "d1");
  phone.ask(before);
  takeDish(phone, table, "d1");
  await phone.untilAcknowledged(2);
  expect(received).toEqual(["saved", "question", "answer", "saved"]);
});

test("what follows a refused edit is not looked at", async () => {
  const table = await openLiveTable(db.pool);
  const { phone, received } = await givenPhone(table, "d1");
  phone.write((doc) => doc.getMap("orders").set("o", {}));
  phone.ask();
  takeDish(phone, table, "d1");
  expect(await phone.untilClosed()).toBe("4400 root-unknown");
  expect(received.filter((kind) => kind !== "frame 5" && kind !== "frame 7")).toEqual([]);
});

test("the others get what the log has: a whole edit as it was sent, of another what is news", async () => {
  const table = await openLiveTable(db.pool);
  const [own, other] = [await givenPhone(table, "d1"), await givenPhone(table, "d2")];
  const got: string[] = [];
  other.phone.socket.on("message", (data: Buffer) => got.push(data.toString("base64")));
  const line = takeDish(own.phone, table, "d1");
  await own.phone.untilAcknowledged(1);
  own.phone.doc.getMap("portions").set(`${line}/d1.a`, 2);
  own.phone.update(Y.encodeStateAsUpdate(own.phone.doc));
  await own.phone.untilAcknowledged(2);
  const logged = (await readUpdatesAfter(db.pool, { ...table, after: 0 })).filter(
    ({ author }) => author === "d1",
  );
  expect(logged).toHaveLength(2);
  await until("the other has both", () => got.length === 2);
  expect(got).toEqual(
    logged.map(({ update }) =>
      Buffer.from(
        encoding.encode((encoder) => {
          encoding.writeVarString(encoder, table.sessionId);
          encoding.writeVarUint(encoder, FRAME.sync);
          encoding.writeVarUint(encoder, 2);
          encoding.writeVarUint8Array(encoder, update);
        }),
      ).toString("base64"),
    ),
  );
  expect(other.phone.doc.getMap("portions").get(`${line}/d1.a`)).toBe(2);
});

test("an edit with anything behind it is left to Hocuspocus, which reads no further", async () => {
  const table = await openLiveTable(db.pool);
  const [own, other] = [await givenPhone(table, "d1"), await givenPhone(table, "d2")];
  const before = Y.encodeStateVector(own.phone.doc);
  const line = newLineId("d1");
  own.phone.doc.getMap("lines").set(line, table.line());
  own.phone.frame(FRAME.sync, (encoder) => {
    encoding.writeVarUint(encoder, 2);
    encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(own.phone.doc, before));
    encoding.writeUint8(encoder, 7);
  });
  await until("the other has it", () => other.phone.doc.getMap("lines").has(line));
  expect(other.received).toEqual(["update"]);
});

test("who is silent but for edits is not taken for gone", async () => {
  // Long enough that a busy machine is not silent for that long between two edits.
  const idleMs = 1_500;
  const hasty = await startLiveNode({
    database: db.pool,
    signals: new LocalSignals(),
    timing: { idleMs },
  });
  cleanup.add(hasty, (n) => n.close());
  const table = await openLiveTable(db.pool);
  const phone = cleanup.add(await connectRawPhone(hasty, table, "d1"), (p) => p.destroy());
  const line = takeDish(phone, table, "d1");
  for (let n = 1; n <= 10; n++) {
    await new Promise((resolve) => setTimeout(resolve, idleMs / 6));
    phone.write((doc) => doc.getMap("portions").set(`${line}/d1.a`, n));
  }
  await phone.untilAcknowledged(11);
  expect(phone.closed).toBeNull();
  expect(await phone.untilClosed()).toMatch(/^4/);
});

describe("while Postgres stalls", () => {
  /** A server whose appends wait, and what lets them through. */
  async function givenStalled(backlog: BacklogBounds) {
    const tapped = tapDatabase(db.pool);
    const gate = new Gate();
    tapped.before = gate.pass;
    const stalled = await startLiveNode({ database: tapped.database, backlog });
    cleanup.add(stalled, (server) => server.close());
    cleanup.add(gate, (one) => one.open());
    return { stalled, gate };
  }
  const overloaded = `${closeCodeFor("overloaded")} overloaded`;

  test("what one phone has sent waits up to a bound, and nobody else is asked to leave", async () => {
    const { stalled, gate } = await givenStalled({ phoneBytes: 5_000, bytes: 1_000_000 });
    const table = await openLiveTable(db.pool);
    const loud = cleanup.add(await connectRawPhone(stalled, table, "d1"), (p) => p.destroy());
    const quiet = cleanup.add(await connectRawPhone(stalled, table, "d2"), (p) => p.destroy());
    const line = takeDish(quiet, table, "d2");
    for (let n = 0; n < 100; n += 1) takeDish(loud, table, "d1");
    expect(await loud.untilClosed()).toBe(overloaded);
    expect(quiet.closed).toBeNull();
    gate.open();
    await quiet.untilAcknowledged(1);
    expect((await table.logged()).view.lines).toHaveProperty(line);
  });

  test("what all of them have sent does too, and each comes back with everything it had", async () => {
    const { stalled, gate } = await givenStalled({ phoneBytes: 1_000_000, bytes: 5_000 });
    const table = await openLiveTable(db.pool, { diners: 4 });
    const phones: LivePhone[] = [];
    for (const diner of table.diners) {
      phones.push(cleanup.add(await connectPhone(stalled, table, diner), (p) => p.destroy()));
    }
    for (let n = 0; n < 12; n += 1) {
      for (const phone of phones) phone.edits.addLine(table.line(), 1);
    }
    const refused = () => phones.some(({ refusals }) => refusals.includes("overloaded"));
    await until("there is no room for some", refused);
    gate.open();
    for (const phone of phones) await phone.untilSaved();
    expect(Object.keys((await table.logged()).view.lines)).toHaveLength(48);
  });
});
