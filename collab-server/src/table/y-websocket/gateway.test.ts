import { once } from "node:events";
import type { ClientRequest, IncomingMessage } from "node:http";
import { closeSession } from "@tureen/persistence/table/close-session";
import { leaveSession } from "@tureen/persistence/table/leave-session";
import { removeLogBatch } from "@tureen/persistence/table/remove-log";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { type ErrorBody, TureenError } from "@tureen/shared/platform/errors";
import { EDITS_BURST, MAX_FRAME_BYTES } from "@tureen/shared/platform/limits";
import { YJS_PATH } from "@tureen/shared/platform/protocol/addresses";
import { closeCodeFor, type LiveErrorCode } from "@tureen/shared/platform/protocol/reactions";
import { newClientId } from "@tureen/shared/table/document/keys";
import { canonicalState } from "@tureen/shared/table/document/testing/canonical-state";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { issueDinerToken } from "../../platform/auth/tokens.ts";
import { Cleanup } from "../../testing/cleanup.ts";
import { LIVE_KEY, type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { placeOrder } from "../../testing/test-restaurant.ts";
import { until } from "../../testing/until.ts";
import { YjsClient } from "../../testing/yjs-client.ts";
import { ALLOWANCE_RATES } from "../live/allowances.ts";
import { issueReaderToken, READER_TOKEN_LIFE_MS } from "../live-tokens.ts";

/** Usually nobody may ask this often; then it takes more of the others' edits to fill a socket. */
const ASKING = { ...ALLOWANCE_RATES, asks: { perSecond: 1_000, burst: 1_000 } };

let db: TestDatabase;
let node: LiveNode;
const signals = new LocalSignals();
const cleanup = new Cleanup();

beforeAll(async () => {
  db = await createTestDatabase();
  node = await startLiveNode({
    database: db.pool,
    signals,
    allowances: ASKING,
    timing: { sweepEveryMs: 25 },
  });
});
afterEach(() => cleanup.run());
afterAll(async () => {
  await node.close();
  await db.drop();
});

const givenPhone = async (table: LiveTable, diner: string) =>
  cleanup.add(await connectPhone(node, table, diner), (p) => p.destroy());

/** A tool that has been started; whether it gets in depends on the token. */
function startTool(table: LiveTable, diner: string, token: string, at = node): YjsClient {
  return cleanup.add(new YjsClient(at, table.sessionId, diner, token), (c) => c.destroy());
}

/** How an upgrade with this token is refused. */
async function refusalAtGateway(sessionId: string, token: string, server = node) {
  const socket = new WebSocket(
    `ws://127.0.0.1:${server.port}${YJS_PATH}/${sessionId}?token=${token}`,
  );
  const [request, response] = (await once(socket, "unexpected-response")) as [
    ClientRequest,
    IncomingMessage,
  ];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  request.destroy();
  const { error } = JSON.parse(Buffer.concat(chunks).toString()) as ErrorBody;
  return { status: response.statusCode ?? 0, error };
}

async function givenTool(table: LiveTable, diner: string, at = node): Promise<YjsClient> {
  const tool = startTool(table, diner, await table.token(diner), at);
  await tool.untilSynced();
  return tool;
}

async function readerToken(table: LiveTable, lifeMs = READER_TOKEN_LIFE_MS): Promise<string> {
  const { restaurantId, sessionId } = table;
  const reader = { restaurantId, sessionId, userId: "00000000-0000-7000-8000-000000000001" };
  const issuedAt = Date.now() + lifeMs - READER_TOKEN_LIFE_MS;
  return (await issueReaderToken(LIVE_KEY, reader, issuedAt)).token;
}

async function givenReader(table: LiveTable): Promise<YjsClient> {
  const reader = startTool(table, "d150", await readerToken(table));
  await reader.untilSynced();
  return reader;
}

const closeOf = (code: LiveErrorCode) => `${closeCodeFor(code)} ${code}`;
const logRows = async (table: LiveTable) => (await table.logged()).seq;

describe("The standard WebsocketProvider on the phones' documents", () => {
  test("edits go both ways, and all ends in the same state as the log", async () => {
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(table, "d1");
    const soup = await phone.add(table);
    const tool = await givenTool(table, "d2");
    expect(tool.view.lines).toHaveProperty(soup);
    const salad = tool.edits.addLine(table.line("from the tool"), 2);
    await phone.untilSees(salad);
    const late = await phone.add(table, "from the phone");
    await tool.untilSees(late);
    const logged = canonicalState((await table.logged()).state);
    expect(canonicalState(tool.state)).toEqual(logged);
    expect(canonicalState(phone.state)).toEqual(logged);
    expect(tool.closes).toEqual([]);
  });

  test("what was edited without a connection arrives with the next one", async () => {
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(table, "d1");
    const tool = await givenTool(table, "d2");
    tool.provider.disconnect();
    const offline = tool.edits.addLine(table.line("offline"), 1);
    const meanwhile = await phone.add(table);
    tool.provider.connect();
    await phone.untilSees(offline);
    await tool.untilSees(meanwhile);
  });

  test("what the server decides reaches the tool", async () => {
    const table = await openLiveTable(db.pool);
    const { restaurantId, sessionId } = table;
    const tool = await givenTool(table, "d2");
    const placed = await placeOrder(node.database, { restaurantId, sessionId, diner: "d1" });
    await until("the order arrives", () => placed.orderId in tool.view.orders);
  });

  test("an edit that a phone has seen is in the log: the gateway writes ahead like the phones'", async () => {
    const table = await openLiveTable(db.pool);
    const before = await logRows(table);
    const edits = await node.metric("tureen_edits_total");
    const phone = await givenPhone(table, "d1");
    const tool = await givenTool(table, "d2");
    const line = tool.edits.addLine(table.line(), 1);
    await phone.untilSees(line);
    const { rows } = await db.owner.query(
      "select author from session_updates where session_id = $1 and seq > $2",
      [table.sessionId, before],
    );
    expect(rows).toEqual([{ author: "d2" }]);
    expect(await node.metric("tureen_edits_total")).toBeGreaterThan(edits);
  });

  test("presence of a diner goes both ways, and of nobody else", async () => {
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(table, "d1");
    phone.phone.setPresence({ diner: "d1" });
    const tool = await givenTool(table, "d2");
    const { awareness } = tool.provider;
    await until("the tool sees the phone", () => awareness.getStates().has(phone.doc.clientID));
    awareness.setLocalState({ diner: "d1", cart: true });
    awareness.setLocalState({ diner: "d2", cart: true });
    await until("the phone sees the tool", () => phone.presence.length > 0);
    expect(phone.presence).toEqual([{ diner: "d2", cart: true }]);
    tool.destroy();
    await until("the phone sees it go", () => phone.presence.length === 0);
  });
});

describe("Every refusal that phones meet", () => {
  const attacks: [string, LiveErrorCode, (tool: YjsClient, table: LiveTable) => unknown][] = [
    [
      "somebody else's portion",
      "foreign-key",
      ({ doc }) => doc.getMap("portions").set("d1-aaaaaaaaaa/d1.abc", 3),
    ],
    ["an order", "root-unknown", ({ doc }) => doc.getMap("orders").set("o", { number: 1 })],
    ["the session's facts", "foreign-delete", ({ doc }) => doc.getMap("session").clear()],
    [
      "another seat's client id",
      "foreign-client",
      ({ doc }, table) => {
        doc.clientID = newClientId(1);
        doc.getMap("lines").set("d2-cccccccccc", table.line());
      },
    ],
    [
      "a stock client id, which belongs to no seat",
      "foreign-client",
      ({ doc }, table) => {
        doc.clientID = 2 ** 32 - 1;
        doc.getMap("lines").set("d2-cccccccccc", table.line());
      },
    ],
    [
      "a value of a wrong shape",
      "value-invalid",
      ({ doc }) => doc.getMap("marks").set("d2", { ready: "yes" }),
    ],
    [
      "a dish that is not on the menu",
      "item-refused",
      ({ doc }, table) => {
        const item = "00000000-0000-7000-8000-000000000000";
        doc.getMap("lines").set("d2-dddddddddd", { ...table.line(), item });
      },
    ],
  ];
  test.each(attacks)("%s is refused as %s", async (_, code, attack) => {
    const table = await openLiveTable(db.pool);
    const honest = await givenPhone(table, "d1");
    const tool = await givenTool(table, "d2");
    const before = await logRows(table);
    attack(tool, table);
    expect(await tool.untilClosed()).toBe(closeOf(code));
    // It comes back with the same edit, and is refused for it again.
    await until("it is refused again", () => tool.closes.length > 1);
    expect(new Set(tool.closes)).toEqual(new Set([closeOf(code)]));
    expect(await logRows(table)).toBe(before);
    tool.destroy();
    await honest.add(table);
    expect(honest.closes).toEqual([]);
  });

  test("an edit after the session has closed", async () => {
    const table = await openLiveTable(db.pool);
    const { restaurantId, sessionId } = table;
    const tool = await givenTool(table, "d2");
    await closeSession(db.pool, {
      ...{ restaurantId, sessionId, now: new Date() },
      by: { kind: "staff", id: null },
    });
    tool.edits.addLine(table.line(), 1);
    expect(await tool.untilClosed()).toBe(closeOf("session-closed"));
  });

  test("a diner who was removed is disconnected and does not come back", async () => {
    const table = await openLiveTable(db.pool);
    const { restaurantId, sessionId } = table;
    const tool = await givenTool(table, "d2");
    await leaveSession(node.database, {
      ...{ restaurantId, sessionId, diner: "d2", now: new Date() },
      by: { kind: "diner", id: "d1" },
    });
    expect(await tool.untilClosed()).toBe(closeOf("diner-gone"));
    await until("it is refused again", () => tool.closes.length > 1);
    expect(tool.provider.synced).toBe(false);
  });

  test("too many edits in a short time", async () => {
    // On a slow machine they would take long enough to be allowed.
    const edits = { perSecond: 0, burst: EDITS_BURST };
    const strict = cleanup.add(
      await startLiveNode({ database: db.pool, signals, allowances: { ...ASKING, edits } }),
      (server) => server.close(),
    );
    const table = await openLiveTable(db.pool);
    const tool = await givenTool(table, "d2", strict);
    for (let i = 0; i < EDITS_BURST + 100; i += 1) {
      tool.edits.mark({ ready: i % 2 === 0, call: "none", at: i });
    }
    expect(await tool.untilClosed()).toBe(closeOf("too-fast"));
  });
});

describe("Tokens in the address", () => {
  test("a token that does not do is refused before the handshake, and nothing is shown", async () => {
    const table = await openLiveTable(db.pool);
    const other = await openLiveTable(db.pool);
    const good = await table.token("d1");
    const cases: [string, LiveErrorCode][] = [
      [await other.token("d1"), "not-allowed"],
      [await readerToken(other), "not-allowed"],
      [await table.token("d1", -1_000), "token-expired"],
      [await readerToken(table, -1_000), "token-expired"],
      [`${good.slice(0, -6)}AAAAAA`, "token-invalid"],
      ["", "token-missing"],
    ];
    for (const [token, code] of cases) {
      const { status, error } = await refusalAtGateway(table.sessionId, token);
      expect([status, error.code]).toEqual([new TureenError(code).status, code]);
    }
  });

  test("the standard client waits longer after each try with an ended token, and then is kept waiting", async () => {
    const table = await openLiveTable(db.pool);
    const ended = await table.token("d1", -1_000);
    const tool = startTool(table, "d1", ended);
    // Before, it was connected for an instant each time, and began to count anew.
    await until("it counts", () => tool.provider.wsUnsuccessfulReconnects >= 4);
    expect(tool.provider.synced).toBe(false);
    expect(Y.encodeStateVector(tool.doc)).toEqual(new Uint8Array([0]));
    tool.destroy();

    const other = cleanup.add(await startLiveNode({ database: db.pool }), (server) =>
      server.close(),
    );
    let tries = 0;
    let last = await refusalAtGateway(table.sessionId, ended, other);
    for (; last.status !== 429 && tries < 100; tries += 1) {
      last = await refusalAtGateway(table.sessionId, ended, other);
    }
    expect(last.error).toMatchObject({ code: "rate-limited", retryAfterS: expect.any(Number) });
    expect(tries).toBeLessThan(40);
  });

  test("when it ends, so does the connection, and a newer one in `params` comes back", async () => {
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(table, "d1");
    const tool = startTool(table, "d2", await table.token("d2", 1_500));
    await tool.untilSynced();
    expect(await tool.untilClosed()).toBe(closeOf("token-expired"));
    tool.provider.params = { token: await table.token("d2") };
    await tool.untilSynced();
    const line = tool.edits.addLine(table.line(), 1);
    await phone.untilSees(line);
  });

  test("a session that does not exist closes as ended", async () => {
    const { restaurantId } = await openLiveTable(db.pool);
    const sessionId = "00000000-0000-7000-8000-000000000000";
    const { token } = await issueDinerToken(LIVE_KEY, { restaurantId, sessionId, diner: "d1" });
    const tool = cleanup.add(new YjsClient(node, sessionId, "d1", token), (c) => c.destroy());
    expect(await tool.untilClosed()).toBe(closeOf("session-unknown"));
  });

  test("a session whose log is no longer kept closes as ended", async () => {
    const table = await openLiveTable(db.pool);
    const { restaurantId, sessionId } = table;
    const now = new Date();
    await closeSession(db.pool, { restaurantId, sessionId, now, by: { kind: "staff", id: null } });
    const ended = new Date(now.getTime() - 40 * 24 * 3_600_000);
    await db.owner.query("update sessions set closed_at = $2 where id = $1", [sessionId, ended]);
    await removeLogBatch(db.pool, { restaurantId, sessionId, endedBefore: now, now });
    const tool = startTool(table, "d150", await readerToken(table));
    expect(await tool.untilClosed()).toBe(closeOf("log-gone"));
    expect(tool.provider.synced).toBe(false);
  });

  test("is written to no log, let in or not", async () => {
    const table = await openLiveTable(db.pool);
    const token = await table.token("d2");
    const tool = startTool(table, "d2", token);
    await tool.untilSynced();
    tool.doc.getMap("orders").set("o", { number: 1 });
    await tool.untilClosed();
    const broken = `${token.slice(0, -6)}AAAAAA`;
    await startTool(table, "d2", broken).untilClosed();
    expect(node.logged.join("")).toContain("root-unknown");
    expect(node.logged.join("")).not.toContain(token.split(".")[1]);
  });

  test("an address without a document is nothing", async () => {
    for (const path of ["/", "/not-a-session", `/${"0".repeat(36)}/more`]) {
      const socket = new WebSocket(`ws://127.0.0.1:${node.port}${YJS_PATH}${path}`);
      const [error] = await once(socket, "error");
      expect(String(error)).toContain("404");
    }
  });
});

describe("A reader", () => {
  test("follows the table and leaves nothing in it, not even presence", async () => {
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(table, "d1");
    const first = await phone.add(table);
    const reader = await givenReader(table);
    expect(reader.view.lines).toHaveProperty(first);
    const before = await logRows(table);
    reader.provider.awareness.setLocalState({ diner: "d1", cart: true });
    const second = await phone.add(table);
    await reader.untilSees(second);
    expect(phone.presence).toEqual([]);
    expect((await table.logged()).view.lines).toHaveProperty(second);
    expect(await logRows(table)).toBe(before + 1);
    expect(reader.closes).toEqual([]);
    expect(canonicalState(reader.state)).toEqual(canonicalState((await table.logged()).state));
  });

  test("comes back with what it has read, after a break and on a node that lags", async () => {
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(table, "d1");
    const reader = await givenReader(table);
    // A node whose copy is older than the reader's, and that nobody told.
    const quiet = new LocalSignals();
    const lagging = await startLiveNode({ database: db.pool, signals: quiet });
    cleanup.add(lagging, (n) => n.close());
    const old = await connectPhone(lagging, table, "d2");
    cleanup.add(old, (p) => p.destroy());
    const line = await phone.add(table);
    await reader.untilSees(line);
    expect(old.view.lines).not.toHaveProperty(line);
    reader.provider.disconnect();
    reader.provider.serverUrl = `ws://127.0.0.1:${lagging.port}${YJS_PATH}`;
    reader.provider.connect();
    await reader.untilSynced();
    await old.untilSees(line);
    await phone.add(table);
    expect(reader.closes).toEqual([]);
  });

  test.each<[string, (reader: YjsClient, table: LiveTable) => unknown]>([
    ["an edit", (reader, table) => reader.edits.addLine(table.line(), 1)],
    [
      "an edit in a diner's name",
      ({ doc }, table) => {
        doc.clientID = newClientId(1);
        doc.getMap("lines").set("d1-eeeeeeeeee", table.line());
      },
    ],
    ["a delete", ({ doc }) => doc.getMap("diners").delete("d1")],
    ["a delete of a diner's own", ({ doc }) => doc.getMap("portions").clear()],
  ])("is refused %s", async (_, write) => {
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(table, "d1");
    await phone.add(table);
    const reader = await givenReader(table);
    const before = await table.logged();
    write(reader, table);
    expect(await reader.untilClosed()).toBe(closeOf("read-only"));
    expect((await table.logged()).state).toEqual(before.state);
    reader.destroy();
    await phone.add(table);
    expect(phone.closes).toEqual([]);
  });
});

describe("One tool cannot take the node from the others", () => {
  /** A socket that says what a test wants it to, on a document that it may edit. */
  async function givenSocket(table: LiveTable) {
    const url = `ws://127.0.0.1:${node.port}${YJS_PATH}/${table.sessionId}?token=`;
    const socket = new WebSocket(url + (await table.token("d2")), { perMessageDeflate: false });
    cleanup.add(socket, (s) => s.terminate());
    const frames: Uint8Array[] = [];
    socket.on("message", (data: Buffer) => frames.push(data));
    const closed = once(socket, "close").then(([code, reason]) => `${code} ${reason}`);
    await once(socket, "open");
    return { socket, frames, closed };
  }
  const ASK_FOR_ALL = new Uint8Array([0, 0, 1, 0]);

  test("frames that cannot be read end its connection; unknown kinds are passed over", async () => {
    const table = await openLiveTable(db.pool);
    const honest = await givenPhone(table, "d1");
    for (const broken of [[0], [0, 9], [0, 2, 5, 1], [1, 5, 1, 1, 1, 1, 123]]) {
      const { socket, frames, closed } = await givenSocket(table);
      // None of this protocol, some of Hocuspocus' own: goodbye, a broadcast, another token.
      for (const kind of [[], [7], [6, 1, 65], [2, 0, 1, 65], [255, 255]]) {
        socket.send(new Uint8Array(kind));
      }
      socket.send(ASK_FOR_ALL);
      await until("it is answered all the same", () => frames.some((f) => f[0] === 0));
      socket.send(new Uint8Array(broken));
      expect(await closed).toMatch(/^4\d\d\d /);
    }
    await honest.add(table);
    expect(honest.closes).toEqual([]);
  });

  test("asked who is there, it answers with everybody's presence", async () => {
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(table, "d1");
    const { socket, frames } = await givenSocket(table);
    socket.send(ASK_FOR_ALL);
    await until("it is let in", () => frames.some((f) => f[0] === 0));
    phone.phone.setPresence({ diner: "d1" });
    await until("presence is told", () => frames.some((f) => f[0] === 1));
    const told = frames.filter((f) => f[0] === 1).length;
    socket.send(new Uint8Array([3]));
    await until("it is told again", () => frames.filter((f) => f[0] === 1).length > told);
    expect(Buffer.from(frames.at(-1) ?? []).toString()).toContain('{"diner":"d1"}');
  });

  test("a frame that is too long, and too many of them, close its connection", async () => {
    const table = await openLiveTable(db.pool);
    const long = await givenSocket(table);
    long.socket.send(new Uint8Array(MAX_FRAME_BYTES + 1));
    expect(await long.closed).toMatch(/^1009/);
    const many = await givenSocket(table);
    for (let i = 0; i < 2_000; i += 1) many.socket.send(new Uint8Array([3]));
    expect(await many.closed).toBe(closeOf("too-fast"));
  });

  test("a reader that does not read is disconnected", async () => {
    const table = await openLiveTable(db.pool);
    const phone = await givenPhone(table, "d1");
    // About 300 kB of document, asked for again and again and never read.
    for (let i = 0; i < 5; i += 1) {
      phone.doc.transact(() => {
        for (let n = 0; n < 40; n += 1) phone.edits.addLine(table.line("slow ".repeat(50)), 1);
      });
    }
    await phone.untilSaved();
    const { socket, frames } = await givenSocket(table);
    // Before it is let in, so much may not wait.
    socket.send(ASK_FOR_ALL);
    await until("it is let in", () => frames.some((f) => f[0] === 0));
    socket.pause();
    for (let i = 0; i < 300; i += 1) socket.send(ASK_FOR_ALL);
    const logged = () => node.logged.join("").includes("slow reader disconnected");
    await until("it is disconnected", logged);
    expect(phone.closes).toEqual([]);
  });

  test("counts among the connections, of which there are so many", async () => {
    const small = await startLiveNode({
      ...{ database: db.pool, signals },
      config: { maxConnections: 1 },
    });
    cleanup.add(small, (n) => n.close());
    const table = await openLiveTable(db.pool);
    const tool = new YjsClient(small, table.sessionId, "d1", await table.token("d1"));
    cleanup.add(tool, (t) => t.destroy());
    await tool.untilSynced();
    const url = `ws://127.0.0.1:${small.port}${YJS_PATH}/${table.sessionId}?token=`;
    const second = new WebSocket(url + (await table.token("d2")));
    const [error] = await once(second, "error");
    expect(String(error)).toContain("503");
  });
});
