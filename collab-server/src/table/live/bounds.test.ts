import { once } from "node:events";
import { connect } from "node:net";
import { type AppendEntry, appendUpdates } from "@tureen/persistence/table/append-updates";
import { later } from "@tureen/persistence/testing/fixtures";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import {
  EDITS_BURST,
  MAX_DOCUMENT_BYTES,
  MAX_FRAME_BYTES,
  MAX_NOTE_LENGTH,
  MAX_UPDATE_BYTES,
  RESERVED_DOCUMENT_BYTES_PER_DINER,
} from "@tureen/shared/platform/limits";
import { METRICS } from "@tureen/shared/platform/metrics";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { newLineId } from "@tureen/shared/table/document/keys";
import * as encoding from "lib0/encoding";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Cleanup } from "../../testing/cleanup.ts";
import { startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { connectRawPhone, FRAME, RawPhone } from "../../testing/raw-phone.ts";
import { until } from "../../testing/until.ts";
import { ALLOWANCE_RATES } from "./allowances.ts";

let db: TestDatabase;
const cleanup = new Cleanup();
beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(() => cleanup.run());
afterAll(() => db.drop());

async function givenNode(options: Partial<Parameters<typeof startLiveNode>[0]> = {}) {
  const node = await startLiveNode({ database: db.pool, signals: new LocalSignals(), ...options });
  return cleanup.add(node, (n) => n.close());
}

type Node = Awaited<ReturnType<typeof givenNode>>;
const givenPhone = async (node: Node, table: LiveTable, diner = "d2") =>
  cleanup.add(await connectPhone(node, table, diner), (p) => p.destroy());
const givenRaw = async (node: Node, table: LiveTable, diner = "d1") =>
  cleanup.add(await connectRawPhone(node, table, diner), (p) => p.destroy());

describe("One phone cannot take the node from the others", () => {
  test("a frame that is too long closes its connection", async () => {
    const node = await givenNode();
    const table = await openLiveTable(db.pool);
    const honest = await givenPhone(node, table);
    const phone = await givenRaw(node, table);
    phone.socket.send(new Uint8Array(MAX_FRAME_BYTES + 1));
    expect(await phone.untilClosed()).toMatch(/^1009/);
    await honest.add(table);
    expect(honest.closes).toEqual([]);
  });

  test("an update that is too large is refused", async () => {
    const node = await givenNode();
    const table = await openLiveTable(db.pool);
    const phone = await givenRaw(node, table);
    phone.update(new Uint8Array(MAX_UPDATE_BYTES + 1));
    expect(await phone.untilClosed()).toBe("4400 update-too-large");
  });

  test("too many frames close it, and what still comes is not looked at", async () => {
    const node = await givenNode();
    const table = await openLiveTable(db.pool);
    const honest = await givenPhone(node, table);
    const phone = await givenRaw(node, table);
    for (let i = 0; i < 2_000; i += 1) {
      phone.frame(FRAME.stateless, (encoder) => encoding.writeVarString(encoder, ""));
    }
    phone.write((doc) => doc.getMap("lines").set("d1-aaaaaaaaaa", table.line()));
    expect(await phone.untilClosed()).toBe("4503 too-fast");
    await honest.add(table);
    expect(honest.view.lines).not.toHaveProperty("d1-aaaaaaaaaa");
  });

  test("[P-LIMIT-1] too many edits close it with what to do about it", async () => {
    // On a slow machine they would take long enough to be allowed.
    const edits = { perSecond: 0, burst: EDITS_BURST };
    const node = await givenNode({ allowances: { ...ALLOWANCE_RATES, edits } });
    const table = await openLiveTable(db.pool);
    const phone = await givenRaw(node, table);
    for (let i = 0; i < EDITS_BURST + 150; i += 1) {
      const mark = { ready: i % 2 === 0, call: "none", at: i };
      phone.write((doc) => doc.getMap("marks").set("d1", mark));
    }
    expect(await phone.untilClosed()).toBe("4503 too-fast");
    expect(phone.acknowledged).toBeGreaterThanOrEqual(EDITS_BURST - 5);
  });

  test("a reader that does not read is disconnected", async () => {
    // Usually a diner may not ask this often; then it takes more of the others' edits.
    const free = { perSecond: 1_000, burst: 1_000 };
    const node = await givenNode({ allowances: { edits: free, asks: free, arrivals: free } });
    const table = await openLiveTable(db.pool);
    const honest = await givenPhone(node, table);
    const phone = await givenRaw(node, table);
    // About 250 kB of document, asked for again and again and never read.
    for (let i = 0; i < 5; i += 1) {
      phone.write((doc) => {
        for (let n = 0; n < 40; n += 1) {
          const id = `d1-slow${i}${String(n).padStart(5, "0")}`;
          doc.getMap("lines").set(id, table.line("slow ".repeat(50)));
        }
      });
    }
    await phone.untilAcknowledged(5);
    phone.socket.pause();
    for (let i = 0; i < 300; i += 1) phone.ask(new Uint8Array([0]));
    await until("it is disconnected", () => node.collab.connections() === 1);
    expect(node.logged.join("")).toContain("slow reader disconnected");
    await honest.add(table);
    expect(honest.closes).toEqual([]);
  });

  test("a full document takes no more, and stays readable", async () => {
    const node = await givenNode();
    const table = await openLiveTable(db.pool);
    const { restaurantId, sessionId } = table;
    // As if written over a long session: no phone may write this much at once.
    const filled = new Y.Doc();
    const entries: AppendEntry[] = [];
    filled.on("update", (update: Uint8Array) => {
      entries.push({ sessionId, author: "d2", update, confirms: [] });
    });
    const note = "x".repeat(100_000);
    for (let bytes = 0; bytes < MAX_DOCUMENT_BYTES; bytes += note.length) {
      filled.getMap("lines").set(newLineId("d2"), table.line(note));
    }
    const now = new Date();
    await appendUpdates(db.pool, { restaurantId, entries, now, expiresAt: later(now) });
    const phone = await givenRaw(node, table);
    // More than what everybody may write even then.
    phone.write((doc) => {
      for (let bytes = 0; bytes < RESERVED_DOCUMENT_BYTES_PER_DINER; bytes += MAX_NOTE_LENGTH) {
        doc.getMap("lines").set(newLineId("d1"), table.line("x".repeat(MAX_NOTE_LENGTH)));
      }
    });
    expect(await phone.untilClosed()).toBe("4400 document-full");
    const reader = await givenPhone(node, table);
    expect(Object.keys(reader.view.lines)).toHaveLength(entries.length);
  });
});

const UPGRADE = [
  `GET ${COLLAB_PATH} HTTP/1.1`,
  "Host: localhost",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
].join("\r\n");

describe("Connections are bounded", () => {
  test("one too many is told to come back later, whether or not it listens", async () => {
    const node = await givenNode({ config: { maxConnections: 1 } });
    const table = await openLiveTable(db.pool);
    const honest = await givenPhone(node, table);
    const socket = connect(node.port, "127.0.0.1");
    let answer = "";
    socket.on("data", (data) => {
      answer += data;
    });
    socket.write(`${UPGRADE}\r\n\r\n`);
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toContain("Retry-After: 5");
    for (let i = 0; i < 20; i += 1) {
      const rude = connect(node.port, "127.0.0.1", () => {
        rude.write(`${UPGRADE}\r\n\r\n`);
        rude.resetAndDestroy();
      });
      await once(rude, "close");
    }
    await honest.add(table);
    honest.destroy();
    await until("there is room", () => node.collab.connections() === 0);
    await givenPhone(node, table);
  });

  test("an overloaded server turns newcomers away, and serves who is there", async () => {
    let overloaded = false;
    const node = await givenNode({ isOverloaded: () => overloaded });
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(node, table);
    overloaded = true;
    const late = connect(node.port, "127.0.0.1");
    let answer = "";
    late.on("data", (data) => {
      answer += data;
    });
    late.write(`${UPGRADE}\r\n\r\n`);
    await once(late, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toContain("Retry-After: 5");
    await phone.add(table);
    expect(await node.metric(METRICS.refusals.name)).toBe(1);
    overloaded = false;
    await givenPhone(node, table);
  });

  test("a socket that never says who it is is closed, however much it talks", async () => {
    const node = await givenNode({ timing: { idleMs: 80 } });
    const silent = cleanup.add(new RawPhone(node.url, "anything"), (p) => p.destroy());
    const talking = cleanup.add(new RawPhone(node.url, "anything"), (p) => p.destroy());
    await Promise.all([silent.open(), talking.open()]);
    const talk = setInterval(() => {
      if (talking.closed === null) talking.frame(FRAME.sync);
    }, 20);
    cleanup.add(talk, clearInterval);
    expect(await silent.untilClosed()).toMatch(/^4408/);
    expect(await talking.untilClosed()).toMatch(/^4/);
  });

  test("what an unauthenticated socket sends is not piled up", async () => {
    const node = await givenNode();
    const socket = cleanup.add(new RawPhone(node.url, "anything"), (p) => p.destroy());
    await socket.open();
    for (let i = 0; i < 200; i += 1) socket.frame(FRAME.sync);
    expect(await socket.untilClosed()).toMatch(/^4/);
    const second = cleanup.add(new RawPhone(node.url, "anything"), (p) => p.destroy());
    await second.open();
    for (let i = 0; i < 3; i += 1) second.update(new Uint8Array(MAX_FRAME_BYTES / 2));
    expect(await second.untilClosed()).toMatch(/^4/);
  });
});
