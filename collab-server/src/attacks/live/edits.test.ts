/** Edits that a diner must not make, sent to a live table while two honest diners go on ordering. */

import type { LiveErrorCode } from "@tureen/shared/platform/protocol/reactions";
import { newClientId } from "@tureen/shared/table/document/keys";
import { any, craft, gc, item, skip } from "@tureen/shared/table/document/testing/craft-update";
import * as encoding from "lib0/encoding";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { AttackedServer, closeOf } from "../../testing/attacked-server.ts";
import type { LiveTable } from "../../testing/live-table.ts";
import { presenceOf } from "../../testing/presence.ts";
import { FRAME, type RawPhone, refusedBecause } from "../../testing/raw-phone.ts";
import { until } from "../../testing/until.ts";

let field: AttackedServer;
beforeAll(async () => {
  field = await AttackedServer.open();
});
afterEach(() => field.cleanUp());
afterAll(() => field.close());

/** Id of the first line of the document that a diner other than d1 wrote. */
function foreignLine(phone: RawPhone): string {
  const id = [...phone.doc.getMap("lines").keys()].find((key) => !key.startsWith("d1-"));
  if (id === undefined) throw new Error("no honest line is there");
  return id;
}

/** Where an entry of a root stands in the document. */
function entryId(phone: RawPhone, root: string, key: string): Y.ID {
  const entry = phone.doc.getMap(root)._map.get(key);
  if (!entry) throw new Error(`no ${root} ${key}`);
  return entry.id;
}

const mark = { ready: true, call: "none", at: 1 };
const own = () => newClientId(1);

describe("An edit of what is somebody else's", () => {
  const attacks: [string, LiveErrorCode, (phone: RawPhone, table: LiveTable) => void][] = [
    [
      "another dish on somebody else's line",
      "foreign-key",
      (phone, table) => {
        const id = foreignLine(phone);
        phone.write((doc) => doc.getMap("lines").set(id, table.line("poison")));
      },
    ],
    [
      "a line of somebody else, deleted",
      "foreign-delete",
      (phone) => {
        const id = foreignLine(phone);
        phone.write((doc) => doc.getMap("lines").delete(id));
      },
    ],
    [
      "a delete set that names somebody else's line and brings nothing",
      "foreign-delete",
      (phone) => {
        const { client, clock } = entryId(phone, "lines", foreignLine(phone));
        phone.update(craft([], [[client, clock, 1]]));
      },
    ],
    [
      "a value hung behind somebody else's line without naming its key",
      "foreign-key",
      (phone, table) => {
        const { client, clock } = entryId(phone, "lines", foreignLine(phone));
        const struct = item(any(table.line()), { origin: [client, clock] });
        phone.update(craft([{ client: own(), clock: 0, structs: [struct] }]));
      },
    ],
    [
      "a nested type in an own key",
      "content-refused",
      (phone) => phone.write((doc) => doc.getMap("marks").set("d1", new Y.Map([["ready", true]]))),
    ],
    [
      "a text under an own key",
      "content-refused",
      (phone) => phone.write((doc) => doc.getMap("marks").set("d1", new Y.Text("hello"))),
    ],
    [
      "a value inside somebody else's value",
      "content-refused",
      (phone) => {
        const { client, clock } = entryId(phone, "lines", foreignLine(phone));
        const struct = item(any("x"), { parentId: [client, clock], key: "note" });
        phone.update(craft([{ client: own(), clock: 0, structs: [struct] }]));
      },
    ],
    [
      "a list in a root that is a map",
      "content-refused",
      (phone, table) => {
        const struct = item(any(table.line()), { root: "lines", key: null });
        phone.update(craft([{ client: own(), clock: 0, structs: [struct] }]));
      },
    ],
    [
      "an edit that builds on one that nobody has",
      "update-incomplete",
      (phone) => {
        const struct = item(any(mark), { root: "marks", key: "d1" });
        phone.update(craft([{ client: own(), clock: 7, structs: [struct] }]));
      },
    ],
    [
      "a hole where an edit should be",
      "update-incomplete",
      (phone) => {
        const struct = item(any(mark), { root: "marks", key: "d1" });
        phone.update(craft([{ client: own(), clock: 0, structs: [skip(3), struct] }]));
      },
    ],
    [
      "a delete of what nobody has written",
      "update-incomplete",
      (phone) => phone.update(craft([], [[own(), 0, 5]])),
    ],
    [
      "collected structs in place of edits",
      "content-refused",
      (phone) => phone.update(craft([{ client: own(), clock: 0, structs: [gc(100)] }])),
    ],
  ];

  test.each(attacks)("%s is refused as %s", async (_, code, attack) => {
    const { table, honest } = await field.table();
    const hostile = await field.raw(table);
    attack(hostile, table);
    expect(await hostile.untilClosed()).toBe(closeOf(code));
    expect(hostile.notices).toEqual([refusedBecause(code)]);
    await honest.finish();
    expect(await field.loggedBy(table, "d1")).toBe(0);
  });

  test("an own line, edited after others have seen it, is refused", async () => {
    const { table, honest } = await field.table();
    const hostile = await field.raw(table);
    const key = "d1-aaaaaaaaaa";
    hostile.write((doc) => doc.getMap("lines").set(key, table.line("as ordered")));
    await hostile.untilAcknowledged(1);
    hostile.write((doc) => doc.getMap("lines").set(key, table.line("as swapped")));
    expect(await hostile.untilClosed()).toBe(closeOf("written-once"));

    const again = await field.raw(table);
    again.write((doc) => doc.getMap("lines").delete(key));
    expect(await again.untilClosed()).toBe(closeOf("foreign-delete"));
    await honest.finish();
    expect((await table.logged()).view.lines[key]?.note).toBe("as ordered");
  });
});

describe("Somebody else's client id", () => {
  test("cannot be taken by showing presence under it first", async () => {
    const { table, honest } = await field.table();
    const hostile = await field.raw(table);
    const { client } = entryId(hostile, "lines", foreignLine(hostile));
    const target = await field.raw(table, "d2");
    // Claims the client id that d2 writes with, then the one that d2's next phone will.
    for (const claimed of [client, target.doc.clientID]) {
      hostile.frame(FRAME.awareness, (e) =>
        encoding.writeVarUint8Array(e, presenceOf([[claimed, { diner: "d1" }]], 99)),
      );
    }
    target.write((doc) => doc.getMap("marks").set("d2", mark));
    await target.untilAcknowledged(1);
    await until("the hostile phone sees it", () => hostile.doc.getMap("marks").has("d2"));

    hostile.doc.clientID = target.doc.clientID;
    hostile.write((doc) => doc.getMap("marks").set("d1", mark));
    expect(await hostile.untilClosed()).toBe(closeOf("foreign-client"));
    target.write((doc) => doc.getMap("marks").set("d2", { ...mark, ready: false }));
    await target.untilAcknowledged(2);
    await honest.finish();
    const { view } = await table.logged();
    expect(view.marks).toEqual({ d2: { ...mark, ready: false } });
  });

  test("cannot be used at a clock that its owner has not reached", async () => {
    const { table, honest } = await field.table();
    const hostile = await field.raw(table);
    const { client } = entryId(hostile, "lines", foreignLine(hostile));
    const clock = Y.getState(hostile.doc.store, client);
    const struct = item(any(mark), { root: "marks", key: "d1" });
    hostile.update(craft([{ client, clock, structs: [struct] }]));
    // The owner may have been faster: then the edit is one that changes nothing, or lies.
    await honest.finish();
    expect(hostile.acknowledged === 0 || hostile.closed === null).toBe(true);
    expect((await table.logged()).view.marks).toEqual({});
    expect(await field.loggedBy(table, "d1")).toBe(0);
  });
});

describe("Frames of another session", () => {
  test("replayed under their own name or this one's change nothing here", async () => {
    const { table, honest } = await field.table();
    const other = await field.table();
    const eavesdropper = await field.raw(other.table);
    const heard: Uint8Array[] = [];
    eavesdropper.socket.on("message", (data: Buffer) => heard.push(new Uint8Array(data)));
    eavesdropper.ask(new Uint8Array([0]));
    await until("some frames were heard", () => heard.length >= 5);
    await other.honest.finish();
    const stolen = Y.encodeStateAsUpdate(eavesdropper.doc);

    const replaying = await field.raw(table);
    const before = Object.keys(replaying.doc.getMap("lines").toJSON()).sort();
    // A socket may hold a few frames for one more document that it never signs in to, no more.
    for (let i = 0; i < 120; i += 1) replaying.socket.send(heard[i % heard.length] ?? "");
    expect(await replaying.untilClosed()).toBe(closeOf("internal"));

    const translating = await field.raw(table);
    translating.update(stolen);
    expect(await translating.untilClosed()).toBe(closeOf("foreign-client"));
    await honest.finish();
    expect(Object.keys((await table.logged()).view.lines).sort()).toEqual(before);
    expect(await field.loggedBy(table, "d1")).toBe(0);
  });
});
