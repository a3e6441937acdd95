import { closeSession } from "@tureen/persistence/table/close-session";
import { leaveSession } from "@tureen/persistence/table/leave-session";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { closeCodeFor, type LiveErrorCode } from "@tureen/shared/platform/protocol/reactions";
import { newClientId, SERVER_CLIENT_ID } from "@tureen/shared/table/document/keys";
import * as encoding from "lib0/encoding";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Awareness, applyAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { issueDinerToken } from "../../platform/auth/tokens.ts";
import { Cleanup } from "../../testing/cleanup.ts";
import { LIVE_KEY, type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { LocalSignals } from "../../testing/local-signals.ts";
import { presenceOf } from "../../testing/presence.ts";
import { connectRawPhone, FRAME, RawPhone, refusedBecause } from "../../testing/raw-phone.ts";
import { until } from "../../testing/until.ts";

/** What a token lives that ends during a test: longer than a busy machine needs to connect. */
const BRIEF_MS = 4_000;

let db: TestDatabase;
let node: LiveNode;
const signals = new LocalSignals();
const cleanup = new Cleanup();

beforeAll(async () => {
  db = await createTestDatabase();
  node = await startLiveNode({ database: db.pool, signals, timing: { sweepEveryMs: 25 } });
});
afterEach(() => cleanup.run());
afterAll(async () => {
  await node.close();
  await db.drop();
});

const givenPhone = async (table: LiveTable, diner: string, options = {}) =>
  cleanup.add(await connectPhone(node, table, diner, options), (p) => p.destroy());
const givenRaw = async (table: LiveTable, diner: string) =>
  cleanup.add(await connectRawPhone(node, table, diner), (p) => p.destroy());

/** A raw phone that has connected and not yet said who it is. */
async function givenUnauthenticated(name: string) {
  const phone = cleanup.add(new RawPhone(node.url, name), (p) => p.destroy());
  await phone.open();
  return phone;
}

const closeOf = (code: LiveErrorCode) => `${closeCodeFor(code)} ${code}`;

describe("A diner writes only their own part", () => {
  const line = (table: LiveTable) => table.line();
  const attacks: [string, LiveErrorCode, (phone: RawPhone, table: LiveTable) => unknown][] = [
    [
      "somebody else's portion",
      "foreign-key",
      (phone) => phone.write((d) => d.getMap("portions").set("d2-aaaaaaaaaa/d2.abc", 3)),
    ],
    [
      "a line in somebody else's name",
      "foreign-key",
      (phone, table) => phone.write((d) => d.getMap("lines").set("d2-bbbbbbbbbb", line(table))),
    ],
    [
      "an order",
      "root-unknown",
      (phone) => phone.write((d) => d.getMap("orders").set("o", { number: 1 })),
    ],
    ["the session's status", "foreign-delete", (p) => p.write((d) => d.getMap("session").clear())],
    [
      "a root of its own",
      "root-unknown",
      (phone) => phone.write((d) => d.getMap("notes").set("d1", "hello")),
    ],
    [
      "another seat's client id",
      "foreign-client",
      (phone, table) => {
        phone.doc.clientID = newClientId(2);
        phone.write((d) => d.getMap("lines").set("d1-cccccccccc", line(table)));
      },
    ],
    [
      "the server's client id",
      "foreign-client",
      (phone) => {
        phone.doc.clientID = SERVER_CLIENT_ID;
        phone.write((d) => d.getMap("marks").set("d1", { ready: true, call: "none", at: 1 }));
      },
    ],
    [
      "a value of a wrong shape",
      "value-invalid",
      (phone) => phone.write((d) => d.getMap("marks").set("d1", { ready: "yes" })),
    ],
    [
      "a dish that is not on the menu",
      "item-refused",
      (phone, table) => {
        const item = "00000000-0000-7000-8000-000000000000";
        phone.write((d) => d.getMap("lines").set("d1-dddddddddd", { ...line(table), item }));
      },
    ],
    [
      "a portion of no line",
      "line-unknown",
      (phone) => phone.write((d) => d.getMap("portions").set("d1-eeeeeeeeee/d1.abc", 1)),
    ],
    ["garbage for an update", "update-malformed", (p) => p.update(new Uint8Array([200, 200, 1]))],
  ];
  test.each(attacks)("%s is refused as %s", async (_, code, attack) => {
    const table = await openLiveTable(db.pool);
    const honest = await givenPhone(table, "d2");
    const hostile = await givenRaw(table, "d1");
    const before = await table.logged();
    attack(hostile, table);
    expect(await hostile.untilClosed()).toBe(closeOf(code));
    expect(hostile.notices).toEqual([refusedBecause(code)]);
    expect(hostile.acknowledged).toBe(0);
    expect((await table.logged()).seq).toBe(before.seq);
    await honest.add(table);
    expect(honest.closes).toEqual([]);
    expect(Object.keys((await table.logged()).view.lines)).toHaveLength(1);
  });

  test("clearing what the server wrote is refused", async () => {
    const table = await openLiveTable(db.pool);
    const hostile = await givenRaw(table, "d1");
    const before = await table.logged();
    hostile.write((doc) => doc.getMap("diners").delete("d2"));
    expect(await hostile.untilClosed()).toBe(closeOf("foreign-delete"));
    expect((await table.logged()).seq).toBe(before.seq);
  });

  test("[P-FRAME-1] frames that cannot be read end the connection, and nobody else's", async () => {
    const table = await openLiveTable(db.pool);
    const honest = await givenPhone(table, "d2");
    const broken: ((phone: RawPhone) => void)[] = [
      (phone) => phone.socket.send(new Uint8Array([255, 255, 255, 255])),
      (phone) => phone.socket.send(new Uint8Array()),
      (phone) => phone.frame(FRAME.sync),
      (phone) => phone.frame(FRAME.sync, (e) => encoding.writeVarUint(e, 9)),
      (phone) => phone.frame(FRAME.broadcastStateless, (e) => encoding.writeVarString(e, "hi")),
      (phone) =>
        phone.frame(FRAME.awareness, (e) =>
          encoding.writeVarUint8Array(e, new Uint8Array([1, 1, 1, 1, 123])),
        ),
    ];
    for (const send of broken) {
      const phone = await givenRaw(table, "d1");
      send(phone);
      expect(await phone.untilClosed()).toMatch(/^4\d\d\d /);
    }
    await honest.add(table);
    expect(honest.closes).toEqual([]);
  });

  test("two devices of one diner cannot both write what is written once", async () => {
    const table = await openLiveTable(db.pool);
    const phones = await Promise.all([givenRaw(table, "d1"), givenRaw(table, "d1")]);
    const key = "d1-ffffffffff";
    phones.forEach((phone, i) => {
      phone.write((doc) => doc.getMap("lines").set(key, table.line(`version ${i}`)));
    });
    await until("one of them is refused", () => phones.some((phone) => phone.closed));
    expect(phones.map((phone) => phone.closed)).toContain(closeOf("written-once"));
    const { rows } = await db.owner.query(
      "select count(*)::int as n from session_updates where session_id = $1 and author = 'd1'",
      [table.sessionId],
    );
    expect(rows[0].n).toBe(1);
  });
});

describe("Tokens", () => {
  test("[P-AUTH-1] a token that does not do closes the real socket with its reason", async () => {
    const table = await openLiveTable(db.pool);
    const other = await openLiveTable(db.pool);
    const good = await table.token("d1");
    const cases: [string, LiveErrorCode][] = [
      [await other.token("d1"), "not-allowed"],
      [await table.token("d1", -1_000), "token-expired"],
      [`${good.slice(0, -6)}AAAAAA`, "token-invalid"],
      ["nonsense", "token-invalid"],
      ["", "token-missing"],
    ];
    for (const [token, code] of cases) {
      const phone = await givenUnauthenticated(table.sessionId);
      phone.authenticate(token);
      phone.ask();
      expect(await phone.untilClosed()).toBe(closeOf(code));
      expect(phone.auth).toEqual([code]);
      expect(phone.synced).toBe(false);
    }
  });

  test("a session that does not exist closes as ended", async () => {
    const { restaurantId } = await openLiveTable(db.pool);
    const sessionId = "00000000-0000-7000-8000-000000000000";
    const { token } = await issueDinerToken(LIVE_KEY, { restaurantId, sessionId, diner: "d1" });
    const phone = await givenUnauthenticated(sessionId);
    phone.authenticate(token);
    expect(await phone.untilClosed()).toBe(closeOf("session-unknown"));
  });

  test("[P-AUTH-2] a phone is asked for a newer token in time, and stays", async () => {
    const table = await openLiveTable(db.pool);
    const lives = [BRIEF_MS, 600_000];
    let asked = 0;
    const token = () => {
      asked += 1;
      return table.token("d1", lives.shift() ?? 600_000);
    };
    const phone = await givenPhone(table, "d1", { token });
    await until("it is asked", () => asked === 2);
    const end = Date.now() + BRIEF_MS;
    await until("the first token has ended", () => Date.now() > end);
    await phone.add(table);
    expect(phone.closes).toEqual([]);
  });

  test("a phone without a newer token is closed when the old one ends", async () => {
    const table = await openLiveTable(db.pool);
    const phone = await givenUnauthenticated(table.sessionId);
    phone.authenticate(await table.token("d1", BRIEF_MS));
    expect(await phone.untilClosed()).toBe(closeOf("token-expired"));
    expect(phone.auth).toContain("token?");
    expect(phone.notices).toEqual([refusedBecause("token-expired")]);
  });

  test("another diner's or another table's token does not extend a connection", async () => {
    const table = await openLiveTable(db.pool);
    const other = await openLiveTable(db.pool);
    for (const [token, code] of [
      [await table.token("d2"), "token-invalid"],
      [await other.token("d1"), "not-allowed"],
    ] as const) {
      const phone = await givenRaw(table, "d1");
      phone.authenticate(token);
      expect(await phone.untilClosed()).toBe(closeOf(code));
    }
  });
});

describe("Who is no longer at the table", () => {
  test("is disconnected at once and cannot come back", async () => {
    const table = await openLiveTable(db.pool);
    const { restaurantId, sessionId } = table;
    const host = await givenPhone(table, "d1");
    const removed = await givenPhone(table, "d2", { reconnect: false });
    await leaveSession(node.database, {
      ...{ restaurantId, sessionId, diner: "d2", now: new Date() },
      by: { kind: "diner", id: "d1" },
    });
    await until("the removed phone is closed", () =>
      removed.closes.includes(closeOf("diner-gone")),
    );
    expect(removed.ended).toBe("diner-gone");

    const before = await table.logged();
    const again = await givenUnauthenticated(sessionId);
    // Everything at once, so that it waits while the document's connection is made.
    again.authenticate(await table.token("d2"));
    again.ask();
    again.doc.clientID = newClientId(2);
    again.write((doc) => doc.getMap("lines").set("d2-gggggggggg", table.line()));
    expect(await again.untilClosed()).toBe(closeOf("diner-gone"));
    expect(again.synced).toBe(false);
    expect((await table.logged()).seq).toBe(before.seq);
    await host.add(table);
    expect(host.closes).toEqual([]);
  });

  test("a closed session takes no edit, and can still be read", async () => {
    const table = await openLiveTable(db.pool);
    const { restaurantId, sessionId } = table;
    const phone = await givenPhone(table, "d1", { reconnect: false });
    await closeSession(node.database, {
      ...{ restaurantId, sessionId, now: new Date() },
      by: { kind: "staff", id: null },
    });
    await until("the phone sees it", () => phone.view.session.status === "closed");
    phone.edits.addLine(table.line(), 1);
    await until("the edit is refused", () => phone.closes.includes(closeOf("session-closed")));
    const reader = await givenPhone(table, "d2");
    expect(reader.view.session.status).toBe("closed");
    expect(reader.view.lines).toEqual({});
  });
});

describe("Presence", () => {
  const send = (phone: RawPhone, update: Uint8Array) =>
    phone.frame(FRAME.awareness, (e) => encoding.writeVarUint8Array(e, update));

  /** What all presence that a raw phone received adds up to. */
  function shown(phone: RawPhone) {
    const awareness = new Awareness(new Y.Doc());
    awareness.setLocalState(null);
    for (const update of phone.presence) applyAwarenessUpdate(awareness, update, null);
    const states = Object.fromEntries(awareness.states);
    awareness.destroy();
    return states;
  }

  test("[P-PRESENCE-1] of a diner passes, of anybody else or of a wrong shape does not", async () => {
    const table = await openLiveTable(db.pool);
    const watcher = await givenRaw(table, "d2");
    const phone = await givenRaw(table, "d1");
    const [own, second, foreign] = [newClientId(1), newClientId(1), newClientId(2)];
    send(
      phone,
      presenceOf([
        [own, { diner: "d1", cart: true }],
        [second, { diner: "d1" }],
        [foreign, { diner: "d2" }],
      ]),
    );
    await until("the presence arrives", () => watcher.presence.length > 0);
    send(phone, presenceOf([[newClientId(1), { diner: "d2" }]]));
    send(phone, presenceOf([[newClientId(1), { diner: "d1", at: "x".repeat(65) }]]));
    // An edit sent after them has come through: so have they.
    phone.write((doc) => doc.getMap("marks").set("d1", { ready: true, call: "none", at: 1 }));
    await until("the edit arrives", () => watcher.doc.getMap("marks").has("d1"));
    expect(shown(watcher)).toEqual({ [own]: { diner: "d1", cart: true } });
    expect(phone.closed).toBeNull();
    phone.destroy();
    await until("the presence goes", () => Object.keys(shown(watcher)).length === 0);
  });

  test("in a frame larger than any phone sends is refused", async () => {
    const table = await openLiveTable(db.pool);
    const phone = await givenRaw(table, "d1");
    send(
      phone,
      presenceOf(Array.from({ length: 2_000 }, (_, i) => [i + 2, { diner: "d1" }] as const)),
    );
    expect(await phone.untilClosed()).toBe(closeOf("update-too-large"));
  });
});
