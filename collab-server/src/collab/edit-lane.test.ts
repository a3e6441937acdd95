import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { newLineId } from "@tureen/shared/document/keys";
import * as decoding from "lib0/decoding";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { Cleanup } from "../testing/cleanup.ts";
import { type LiveNode, startLiveNode } from "../testing/live-node.ts";
import { type LiveTable, openLiveTable } from "../testing/live-table.ts";
import { LocalSignals } from "../testing/local-signals.ts";
import { connectRawPhone, FRAME, type RawPhone } from "../testing/raw-phone.ts";
import { until } from "../testing/until.ts";

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
