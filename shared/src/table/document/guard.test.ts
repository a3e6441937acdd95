import * as fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { PORTION } from "../../bill/ranges.ts";
import {
  MAX_CLAIM,
  MAX_CLIENTS_PER_DINER,
  MAX_CONFIRM_LINES,
  MAX_CONFIRMS_PER_DINER,
  MAX_CONTESTED_VALUES,
  MAX_LINES,
  MAX_LINES_PER_DINER,
  MAX_UPDATE_BYTES,
  MAX_UPDATE_CLIENTS,
  MAX_UPDATE_STRUCTS,
  MAX_WISH_COVERS,
  RESERVED_LINES_PER_DINER,
} from "../../platform/limits.ts";
import { accountsOf } from "./cart.ts";
import { inspectAny, inspectUpdate } from "./guard.ts";
import { inspectTap } from "./guard-tap.ts";
import { newClientId, newConfirmId, newLineId, SERVER_CLIENT_ID, seatOfClientId } from "./keys.ts";
import { isDinerRoot, ROOTS } from "./roots.ts";
import {
  DinerEdits,
  editAsServer,
  encodeDocument,
  newDinerDocument,
  readSession,
} from "./session-document.ts";
import {
  any,
  type Block,
  type Claim,
  craft,
  deleted,
  gc,
  harmOf,
  item,
  skip,
} from "./testing/craft-update.ts";
import type { Confirm, Line, Order } from "./types.ts";

const DISH = "0192f0c1-0000-7000-8000-000000000001";
const line: Line = { item: DISH, options: [], note: "no onions", for: "table", at: 1 };
const confirmOf = (...lines: string[]): Confirm => ({
  lines: lines.map((id) => ({ line: id, quantity: 1, unitPrice: 500, ordered: 0 })),
  total: 500 * lines.length,
  menuVersion: 1,
  at: 1,
});
const LINE_1 = "d1-aaaaaaaaaa";
const LINE_2 = "d2-bbbbbbbbbb";
const CONFIRM_1 = "d1-cccccccccccccc";
const ORDER = "0192f0c1-0000-7000-8000-00000000000a";
const ordered: Order = {
  ...{ number: 1, confirm: CONFIRM_1, by: "d1", total: 500, currency: "EUR" },
  ...{ status: "placed", at: 2, statusAt: 2 },
  lines: [
    {
      ...{ line: LINE_2, item: DISH, name: "Soup", choices: [], note: "", for: "table" },
      ...{ quantity: 1, unitPrice: 500, shares: {} },
    },
  ],
};
const corkage = { kind: "charge", name: "Corkage", amount: 700, category: "drinks" } as const;
const D1 = 2 ** 24 + 7;
const D1_TABLET = 2 ** 24 + 9;
const D2 = 2 * 2 ** 24 + 5;

/** A phone with everything that the server has. */
function phone(server: Y.Doc, clientId: number): Y.Doc {
  const doc = newDinerDocument(newClientId(1));
  Y.applyUpdate(doc, encodeDocument(server));
  doc.clientID = clientId;
  return doc;
}

/** What the phone would send for these edits. */
function updatesOf(doc: Y.Doc, edit: () => void): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const keep = (update: Uint8Array) => updates.push(update);
  doc.on("update", keep);
  edit();
  doc.off("update", keep);
  return updates;
}

function set(doc: Y.Doc, root: string, key: string, value: unknown): void {
  doc.getMap(root).set(key, value);
}

/** A session in which d1 and d2 each made a line, d1 tapped and confirmed, the server ordered. */
function sessionDocument(): Y.Doc {
  const server = new Y.Doc();
  editAsServer(server, (edits) => {
    edits.facts({ table: "4", status: "active", currency: "EUR", menuVersion: 1 });
    edits.diner({ seat: 1, colour: 0, host: true });
    edits.diner({ seat: 2, colour: 1, host: false });
  });
  const one = phone(server, D1);
  one.transact(() => {
    set(one, "lines", LINE_1, line);
    set(one, "portions", `${LINE_1}/d1.a`, 1);
  });
  for (const n of [2, 3, 4]) set(one, "portions", `${LINE_1}/d1.a`, n);
  set(one, "confirms", CONFIRM_1, confirmOf(LINE_1));
  Y.applyUpdate(server, encodeDocument(one));
  const two = phone(server, D2);
  set(two, "lines", LINE_2, line);
  set(two, "portions", `${LINE_2}/d2.a`, 1);
  set(two, "portions", `${LINE_1}/d2.a`, 2);
  set(two, "marks", "d2", { ready: true, call: "none", at: 1 });
  Y.applyUpdate(server, encodeDocument(two));
  editAsServer(server, (edits) => {
    edits.order(ORDER, ordered);
    edits.entry(7, { what: corkage, by: ORDER, reason: "their own bottle", at: 2 });
    edits.entry(8, { what: { kind: "service-off" }, by: ORDER, reason: "slow", at: 2 });
    edits.receipt(CONFIRM_1, { ok: false, code: "lines", lines: [], at: 2 });
  });
  return server;
}

let server: Y.Doc;
beforeEach(() => {
  server = sessionDocument();
});

/** Inspects, and applies what was accepted. */
function deliver(update: Uint8Array, diner = "d1") {
  const verdict = inspectUpdate(server, update, diner);
  if (verdict.ok) expect(harmOf(server, update, verdict.update, diner)).toEqual([]);
  return verdict;
}

const refusal = (update: Uint8Array, diner = "d1") => {
  const before = encodeDocument(server);
  const verdict = inspectUpdate(server, update, diner);
  expect(encodeDocument(server)).toEqual(before);
  return verdict.ok ? "accepted" : verdict.code;
};

describe("what honest phones send is accepted", () => {
  test("live taps, lines, marks and confirms, each as its own update", () => {
    const doc = phone(server, D1);
    const edits = new DinerEdits(doc, "d1");
    let id = "";
    const updates = updatesOf(doc, () => {
      id = edits.addLine(line, 2);
      edits.tap(id, 1);
      edits.tap(LINE_2, -1);
      edits.mark({ ready: true, call: "bill", at: 3 });
      edits.confirm(confirmOf(id, LINE_1));
    });
    const verdicts = updates.map((update) => deliver(update));
    expect(verdicts.map((v) => v.ok && v.news)).toEqual([true, true, true, true, true]);
    expect(verdicts[0]).toMatchObject({ lines: [{ id, line }], edits: 2 });
    expect(verdicts[3]).toMatchObject({ mark: { call: "bill" } });
    expect(verdicts[4]).toMatchObject({ confirms: [{ confirm: confirmOf(id, LINE_1) }] });
    expect(encodeDocument(server)).toEqual(encodeDocument(doc));
  });

  test("a long time offline, then what the server lacks, with overwritten values as deleted", () => {
    const doc = phone(server, D1);
    const edits = new DinerEdits(doc, "d1");
    const id = edits.addLine(line, 1);
    for (let i = 0; i < 30; i++) edits.tap(i % 3 ? id : LINE_2, i % 4 ? 1 : -1);
    edits.confirm(confirmOf(id));
    const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server));
    expect(
      Y.decodeUpdate(update).structs.some(
        (s) => "content" in s && s.content instanceof Y.ContentDeleted,
      ),
    ).toBe(true);
    expect(deliver(update)).toMatchObject({ ok: true, news: true });
  });

  test("a run of overwritten values of which the server has the first half", () => {
    const doc = phone(server, D1);
    const stateVector = Y.encodeStateVector(server);
    const [first] = updatesOf(doc, () => set(doc, "portions", `${LINE_1}/d1.a`, 5));
    for (const n of [6, 7, 8]) set(doc, "portions", `${LINE_1}/d1.a`, n);
    deliver(first as Uint8Array);
    expect(deliver(Y.encodeStateAsUpdate(doc, stateVector))).toMatchObject({ ok: true, edits: 1 });
    expect(encodeDocument(server)).toEqual(encodeDocument(doc));
  });

  test("the whole state again, with everybody's structs and deletes, is no news", () => {
    expect(deliver(encodeDocument(server))).toMatchObject({ ok: true, news: false, edits: 0 });
    const doc = phone(server, D1);
    new DinerEdits(doc, "d1").tap(LINE_1, 1);
    expect(deliver(encodeDocument(doc))).toMatchObject({ ok: true, news: true, edits: 1 });
    expect(deliver(encodeDocument(doc))).toMatchObject({ ok: true, news: false, edits: 0 });
  });

  test("the same update twice: no news the second time", () => {
    const doc = phone(server, D1);
    const [update] = updatesOf(doc, () => new DinerEdits(doc, "d1").addLine(line, 1)) as [
      Uint8Array,
    ];
    expect(deliver(update)).toMatchObject({ news: true });
    expect(deliver(update)).toMatchObject({ news: false, lines: [] });
  });

  test("a reload goes on with a new client id, before the old one's edits have arrived", () => {
    const before = phone(server, D1);
    const id = new DinerEdits(before, "d1").addLine(line, 1);
    const after = newDinerDocument(newClientId(1));
    Y.applyUpdate(after, encodeDocument(before));
    new DinerEdits(after, "d1").tap(id, 1);
    const update = Y.encodeStateAsUpdate(after, Y.encodeStateVector(server));
    // A device of its own: a portion of its own, so the tap before the reload still counts.
    expect(deliver(update)).toMatchObject({ ok: true, edits: 3 });
    expect(accountsOf(readSession(server)).get(id)?.left).toBe(2);
  });

  test("[D-DEVICE-1] one diner taps on two devices at once: both taps count", () => {
    const devices = [phone(server, D1), phone(server, D1_TABLET)];
    const left = () => accountsOf(readSession(server)).get(LINE_1)?.left ?? 0;
    const before = left();
    for (const device of devices) new DinerEdits(device, "d1").tap(LINE_1, 1);
    for (const device of devices) expect(deliver(encodeDocument(device)).ok).toBe(true);
    expect(left()).toBe(before + 2);
  });

  test("as many taps as one likes and pasted notes: kept within what may be written", () => {
    const doc = phone(server, D1);
    const edits = new DinerEdits(doc, "d1");
    const id = edits.addLine({ ...line, note: `\u202Eno\tonions\r\n${"🧅".repeat(200)}` }, 1);
    for (let i = 0; i < 120; i++) edits.tap(id, 1);
    for (let i = 0; i < 120; i++) edits.tap(LINE_2, -1);
    expect(deliver(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)))).toMatchObject({
      ok: true,
      edits: 3,
    });
  });

  test("a document that meets edits under its own client id goes on under the same seat", () => {
    // Yjs says on the console that it has changed the client id.
    vi.spyOn(console, "log").mockImplementationOnce(() => {});
    const doc = newDinerDocument(D1);
    Y.applyUpdate(doc, encodeDocument(server));
    expect(doc.clientID).not.toBe(D1);
    const [update] = updatesOf(doc, () => new DinerEdits(doc, "d1").tap(LINE_1, 1));
    expect(deliver(update as Uint8Array)).toMatchObject({ ok: true, edits: 1 });
  });

  test("two devices of one diner set the same portion", () => {
    const [one, two] = [phone(server, D1), phone(server, D1_TABLET)];
    for (const doc of [one, two]) new DinerEdits(doc, "d1").tap(LINE_2, 1);
    for (const doc of [one, two]) {
      expect(deliver(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)))).toMatchObject({
        ok: true,
      });
    }
  });

  test("[D-CLAIM-3] a diner takes back what they said they pay, and has said nothing", () => {
    const doc = phone(server, D1);
    const on = { order: ORDER, line: LINE_2 };
    const updates = updatesOf(doc, () => new DinerEdits(doc, "d1").claim(on, 2520));
    updates.push(...updatesOf(doc, () => new DinerEdits(doc, "d1").claim(on, null)));
    for (const update of updates) {
      expect(deliver(update)).toMatchObject({ ok: true, news: true });
      Y.applyUpdate(server, update);
    }
    expect(readSession(server).claims).toEqual({});
  });

  test("a diner takes their own portion and mark away", () => {
    const doc = phone(server, D2);
    const [update] = updatesOf(doc, () => doc.getMap("portions").delete(`${LINE_1}/d2.a`));
    expect(deliver(update as Uint8Array, "d2")).toMatchObject({ ok: true, news: true, edits: 0 });
  });
});

describe("[D-KEY-1] what belongs to somebody else is refused", () => {
  const own = `${LINE_1}/d1.a`;
  const values: [string, string, unknown][] = [
    ["lines", "d2-zzzzzzzzzz", line],
    ["portions", `${LINE_1}/d2.a`, 5],
    ["confirms", "d2-zzzzzzzzzzzzzz", confirmOf(LINE_1)],
    ["marks", "d2", { ready: false, call: "none", at: 2 }],
    ["marks", "d01", { ready: false, call: "none", at: 2 }],
    ["lines", "d1-short", line],
    ["lines", "__proto__", line],
  ];
  test.each(values)("%s %s", (root, key, value) => {
    const doc = phone(server, D1);
    expect(refusal(updatesOf(doc, () => set(doc, root, key, value))[0] as Uint8Array)).toBe(
      "foreign-key",
    );
  });

  test.each(ROOTS.filter((root) => !isDinerRoot(root)))("the server's root %s", (root) => {
    const doc = phone(server, D1);
    const [update] = updatesOf(doc, () => set(doc, root, "d9", { seat: 9, colour: 0, host: true }));
    expect(refusal(update as Uint8Array)).toBe("root-unknown");
  });

  test("[D-TREAT-1] what the host pays for the others, said by no host or for another", () => {
    const treat = { limit: 2000 };
    const by = (client: number, key: string) => {
      const doc = phone(server, client);
      return updatesOf(doc, () => set(doc, "treats", key, treat))[0] as Uint8Array;
    };
    expect(refusal(by(D2, "d2"), "d2")).toBe("foreign-key");
    expect(refusal(by(D2, "d1"), "d2")).toBe("foreign-key");
    expect(refusal(by(D1, "d2"))).toBe("foreign-key");
    // The host says it, changes it, takes it back, also from a second device.
    expect(deliver(by(D1, "d1"))).toMatchObject({ ok: true, edits: 1 });
    const tablet = phone(server, D1_TABLET);
    for (const limit of [null, 500, 0]) {
      const [update] = updatesOf(tablet, () => set(tablet, "treats", "d1", { limit }));
      expect(deliver(update as Uint8Array)).toMatchObject({ ok: true, news: true });
    }
    expect(server.getMap("treats").get("d1")).toEqual({ limit: 0 });
  });

  test("an entry that names somebody else's as its predecessor", () => {
    const foreign = server.getMap("portions")._map.get(`${LINE_1}/d2.a`)?.lastId as Y.ID;
    const receipt = server.getMap("receipts")._map.get(CONFIRM_1)?.lastId as Y.ID;
    for (const id of [foreign, receipt]) {
      const claim = { origin: [id.client, id.clock] as const };
      const update = craft([{ client: D1_TABLET, clock: 0, structs: [item(any(9), claim)] }]);
      expect(refusal(update)).toBe("foreign-key");
    }
  });

  test("[D-KEY-2] client ids of another seat, of the server, of no seat", () => {
    for (const client of [D2, D2 + 1, SERVER_CLIENT_ID, 0, 2, 2 ** 32 + D1, 2 ** 50]) {
      const clock = Y.getState(server.store, client);
      const structs = [item(any(9), { root: "portions", key: own })];
      expect(refusal(craft([{ client, clock, structs }]))).toBe("foreign-client");
    }
  });

  test("[D-DELETE-1] deletes of others' portions, of the server's keys, of the diner's own line and confirm", () => {
    const two = phone(server, D2);
    const targets: [string, string][] = [
      ["portions", own],
      ["lines", LINE_1],
      ["lines", LINE_2],
      ["confirms", CONFIRM_1],
      ["receipts", CONFIRM_1],
      ["diners", "d1"],
      ["session", "status"],
    ];
    for (const [root, key] of targets) {
      const diner = key === LINE_2 ? "d2" : root === "portions" ? "d2" : "d1";
      const [update] = updatesOf(two, () => two.getMap(root).delete(key));
      expect([key, refusal(update as Uint8Array, diner)]).toEqual([key, "foreign-delete"]);
    }
  });

  test("a foreign delete hidden among the deletes that everybody resends", () => {
    const doc = phone(server, D1);
    doc.getMap("portions").delete(`${LINE_1}/d2.a`);
    expect(refusal(encodeDocument(doc))).toBe("foreign-delete");
  });
});

describe("[D-ONCE-1] what is written once stays as it was written", () => {
  const twice: [string, string, unknown][] = [
    ["lines", LINE_1, { ...line, note: "two onions" }],
    ["confirms", CONFIRM_1, confirmOf(LINE_2)],
  ];
  test.each(twice)("a second write to %s", (root, key, value) => {
    const doc = phone(server, D1);
    expect(refusal(updatesOf(doc, () => set(doc, root, key, value))[0] as Uint8Array)).toBe(
      "written-once",
    );
  });

  test.each(twice)(
    "a second device that has not seen the first write to %s",
    (root, key, value) => {
      const doc = newDinerDocument(D1_TABLET);
      expect(refusal(updatesOf(doc, () => set(doc, root, key, value))[0] as Uint8Array)).toBe(
        "written-once",
      );
    },
  );

  test("twice within one update, and written and deleted within one", () => {
    const claim = { root: "lines", key: "d1-zzzzzzzzzz" };
    const writes = (client: number): Block => ({
      client,
      clock: 0,
      structs: [item(any(line), claim)],
    });
    const [a, b] = [writes(D1_TABLET), writes(D1_TABLET + 1)];
    expect(refusal(craft([a, b]))).toBe("written-once");
    expect(refusal(craft([a], [[D1_TABLET, 0, 1]]))).toBe("foreign-delete");
  });

  test("a half-known run of deletes that would end up behind the diner's own line", () => {
    const first = server.getMap("lines")._map.get(LINE_1) as Y.Item;
    const doc = phone(server, D1_TABLET);
    set(doc, "lines", "d1-zzzzzzzzzz", line);
    deliver(encodeDocument(doc));
    const claim = { root: "portions", key: `${LINE_1}/d1.a` };
    const update = craft([{ client: D1_TABLET, clock: 0, structs: [item(deleted(2), claim)] }]);
    expect(refusal(update)).toBe("update-malformed");
    expect(first.deleted).toBe(false);
  });
});

describe("what is no plain entry of a known root is refused", () => {
  const key = "d1";
  const mark = { ready: true, call: "none", at: 1 };
  const fresh = (content: Y.Item["content"], claim: Claim) =>
    craft([{ client: D1_TABLET, clock: 0, structs: [item(content, claim)] }]);

  test("[D-ROOT-1] unknown roots, also in structs that the document holds already", () => {
    expect(refusal(fresh(any(mark), { root: "evil", key }))).toBe("root-unknown");
    const known = craft([{ client: D1, clock: 0, structs: [item(any(1), { root: "evil", key })] }]);
    expect(refusal(known)).toBe("root-unknown");
    expect(server.share.has("evil")).toBe(false);
  });

  test("what a newer release overwrites or deletes in a root of its own that is in the document", () => {
    const stars = (doc: Y.Doc) => doc.getMap("stars");
    const before = new Y.Doc();
    before.clientID = newClientId(1);
    stars(before).set("d1", 3);
    const state = Y.encodeStateAsUpdate(before);
    Y.applyUpdate(server, state);
    const changed = (change: (doc: Y.Doc) => void) => {
      const newer = new Y.Doc();
      Y.applyUpdate(newer, state);
      newer.clientID = newClientId(1);
      change(newer);
      return Y.encodeStateAsUpdate(newer, Y.encodeStateVector(before));
    };
    expect(refusal(changed((doc) => stars(doc).set("d1", 4)))).toBe("root-unknown");
    expect(refusal(changed((doc) => stars(doc).delete("d1")))).toBe("root-unknown");
  });

  test("list entries, list positions, nested parents", () => {
    expect(refusal(fresh(any(mark), { root: "marks", key: null }))).toBe("content-refused");
    expect(refusal(fresh(any(mark), { rightOrigin: [D1, 0] }))).toBe("content-refused");
    expect(refusal(fresh(any(mark), { parentId: [D1, 0], key }))).toBe("content-refused");
  });

  test("every kind of content but one plain value", () => {
    const contents = [
      new Y.ContentType(new Y.Map()),
      new Y.ContentType(new Y.Array()),
      new Y.ContentType(new Y.XmlElement("x")),
      new Y.ContentString("text"),
      new Y.ContentBinary(new Uint8Array(3)),
      new Y.ContentEmbed({}),
      new Y.ContentFormat("b", {}),
      new Y.ContentJSON([mark]),
      new Y.ContentDoc(new Y.Doc()),
      any(mark, mark),
    ];
    for (const content of contents) {
      expect(refusal(fresh(content, { root: "marks", key }))).toBe("content-refused");
    }
  });

  test("structs that take a client's clock without saying anything", () => {
    expect(refusal(craft([{ client: D1_TABLET, clock: 0, structs: [gc(3)] }]))).toBe(
      "content-refused",
    );
    expect(refusal(craft([{ client: D1_TABLET, clock: 0, structs: [skip(3)] }]))).toBe(
      "update-incomplete",
    );
    expect(refusal(fresh(deleted(1e9), { root: "marks", key }))).toBe("update-too-large");
    expect(refusal(fresh(deleted(1), { root: "lines", key: "d1-zzzzzzzzzz" }))).toBe(
      "foreign-delete",
    );
  });

  test("empty structs, which Yjs integrates though they are no news", () => {
    const claim = { root: "receipts", key: CONFIRM_1 };
    const contents = [any(), deleted(0), new Y.ContentString(""), new Y.ContentJSON([])];
    for (const content of contents) expect(refusal(fresh(content, claim))).toBe("update-malformed");
  });
});

describe("[D-VALUE-1] values of a wrong shape are refused", () => {
  const ofLine = (change: object) => ["lines", "d1-zzzzzzzzzz", { ...line, ...change }] as const;
  const ofConfirm = (change: object) =>
    ["confirms", "d1-zzzzzzzzzzzzzz", { ...confirmOf(LINE_1), ...change }] as const;
  const ofPortion = (value: unknown) => ["portions", `${LINE_1}/d1.a`, value] as const;
  const ofTreat = (value: unknown) => ["treats", "d1", value] as const;
  const ofClaim = (value: unknown) => ["claims", `${ORDER}/${LINE_2}/d1`, value] as const;
  const cover = { order: ORDER, line: LINE_2, from: 0, to: PORTION, of: null };
  const ofWish = (change: object) => {
    const wish = { mode: "items", covers: [cover], payers: 1, amount: 500, tip: 0, at: 1 };
    return ["wishes", "d1-zzzzzzzzzzzzzz", { ...wish, ...change }] as const;
  };
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  const one = confirmOf(LINE_1).lines[0];
  const wrong: (readonly [string, string, unknown])[] = [
    ...[-1, 1.5, -0, 1e13, "20", undefined].map((limit) => ofTreat({ limit })),
    ofTreat({ limit: null, at: 1 }),
    ofTreat(2000),
    ofLine({ note: "x".repeat(281) }),
    ofLine({ note: "bell\u0007" }),
    ofLine({ note: "nul\u0000" }),
    ofLine({ note: "\u202Eright to left override" }),
    ofLine({ item: "burger" }),
    ofLine({ for: "d0" }),
    ofLine({ at: 1.5 }),
    ofLine({ at: Number.NaN }),
    ofLine({ at: "1" }),
    ofLine({ extra: 1 }),
    ...[-1, 10, 1.5, "1", null].map((course) => ofLine({ course })),
    ofLine({ options: nested(500) }),
    ofLine({ options: [{ option: DISH, values: Array(51).fill(DISH) }] }),
    ofConfirm({ lines: [] }),
    ofConfirm({ lines: [one, one] }),
    ofConfirm({ lines: [{ ...one, quantity: 0 }] }),
    ofConfirm({ lines: [{ ...one, quantity: 1.5 }] }),
    ofConfirm({ lines: [{ ...one, unitPrice: -1 }] }),
    ofConfirm({ lines: [{ ...one, unitPrice: -0 }] }),
    ofConfirm({
      lines: Array.from({ length: MAX_CONFIRM_LINES + 1 }, (_, i) => ({
        ...one,
        line: `d1-${String(i).padStart(10, "0")}`,
      })),
    }),
    ofConfirm({ total: Number.POSITIVE_INFINITY }),
    ofConfirm({ total: 10n }),
    ofPortion(100),
    ofPortion(-100),
    ofPortion(1.5),
    ofPortion(-0),
    ofPortion(Number.NaN),
    ofPortion(null),
    ofPortion(undefined),
    ofPortion("1"),
    ofPortion({}),
    ofClaim(-1),
    ofClaim(-0),
    ofClaim(1 / 3),
    ofClaim(MAX_CLAIM + 1),
    ofClaim({ parts: 1 }),
    ofWish({ tip: -1 }),
    ofWish({ tip: 0.5 }),
    ofWish({ amount: 0 }),
    ofWish({ amount: -500 }),
    ofWish({ mode: "rest" }),
    ofWish({ mode: "even", covers: [], payers: 0 }),
    ofWish({ covers: [] }),
    ofWish({ covers: [{ ...cover, from: PORTION }] }),
    ofWish({ covers: [{ ...cover, to: MAX_CLAIM + 1 }] }),
    ofWish({ covers: [{ ...cover, of: "everybody" }] }),
    ofWish({ covers: Array.from({ length: MAX_WISH_COVERS + 1 }, () => cover) }),
    ofWish({ status: "captured" }),
    ["marks", "d1", { ready: 1, call: "none", at: 1 }],
    ["marks", "d1", { ready: true, call: "police", at: 1 }],
  ];
  test.each(wrong)("%s %s, case %#", (root, key, value) => {
    const doc = phone(server, D1);
    expect(refusal(updatesOf(doc, () => set(doc, root, key, value))[0] as Uint8Array)).toBe(
      "value-invalid",
    );
  });

  test("fields that stand in a prototype, which the next encoder would leave out", () => {
    // JSON.parse makes "__proto__" an own key, so that it is encoded as one.
    const hidden = JSON.parse(`{"__proto__": ${JSON.stringify(line)}}`);
    const doc = phone(server, D1);
    const [update] = updatesOf(doc, () => set(doc, "lines", "d1-zzzzzzzzzz", hidden));
    expect(refusal(update as Uint8Array)).toBe("value-invalid");
  });

  test("nesting so deep that only the stack would stop it, also in what is known already", () => {
    const claim = { root: "marks", key: "d1" };
    const ofDepth = (client: number, depth: number) => {
      const flat = craft([{ client, clock: 0, structs: [item(any(null), claim)] }]);
      const arrays = Array.from({ length: depth }, () => [117, 1]).flat();
      return Uint8Array.from([...flat.slice(0, -2), ...arrays, ...flat.slice(-2)]);
    };
    expect(refusal(ofDepth(D1_TABLET, 3))).toBe("value-invalid");
    expect(refusal(ofDepth(D1, 15))).toBe("accepted");
    expect(refusal(ofDepth(D1, 1_000))).toBe("value-invalid");
    expect(refusal(ofDepth(D1, 60_000))).toBe("update-malformed");
  });

  test("[D-LINE-1] a portion of a line that nobody wrote", () => {
    const doc = phone(server, D1);
    const [update] = updatesOf(doc, () => set(doc, "portions", "d2-nnnnnnnnnn/d1.a", 1));
    expect(refusal(update as Uint8Array)).toBe("line-unknown");
    const claim = { root: "portions", key: "d2-nnnnnnnnnn/d1.a" };
    const gone = craft([{ client: D1_TABLET, clock: 0, structs: [item(deleted(1), claim)] }]);
    expect(refusal(gone)).toBe("line-unknown");
  });

  test.each([
    ["an order that is not there", `${DISH}/${LINE_2}/d1`],
    ["a line that is not of the order", `${ORDER}/${LINE_1}/d1`],
    ["a charge that is not there", "charges/9/d1"],
    ["an entry that is no charge", "charges/8/d1"],
  ])("[D-CLAIM-2] a claim of %s", (_, key) => {
    const doc = phone(server, D1);
    const [update] = updatesOf(doc, () => set(doc, "claims", key, 2520));
    expect(refusal(update as Uint8Array)).toBe("line-unknown");
    const gone = craft([
      { client: D1_TABLET, clock: 0, structs: [item(deleted(1), { root: "claims", key })] },
    ]);
    expect(refusal(gone)).toBe("line-unknown");
  });

  test("more lines than one diner may make, more structs and bytes than an update may have", () => {
    const doc = phone(server, D1);
    const edits = new DinerEdits(doc, "d1");
    const fill = () => {
      for (let i = 0; i < MAX_LINES_PER_DINER; i++) edits.addLine(line, 1);
    };
    // An honest phone stops by itself, before the guard would make it drop everything.
    expect(fill).toThrow(expect.objectContaining({ code: "document-full" }));
    set(doc, "lines", newLineId("d1"), line);
    expect(refusal(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)))).toBe("document-full");
    expect(refusal(new Uint8Array(MAX_UPDATE_BYTES + 1))).toBe("update-too-large");
    const structs = Array.from({ length: MAX_UPDATE_STRUCTS + 1 }, () =>
      item(any(1), { root: "portions", key: `${LINE_1}/d1.a` }),
    );
    expect(refusal(craft([{ client: D1_TABLET, clock: 0, structs }]))).toBe("update-too-large");
  });
});

describe("a phone that comes back lists every delete of the document", () => {
  /** d2 leaves holes: of the values of one line, every second one was overwritten. */
  function leaveHoles(count: number): void {
    const doc = phone(server, D2);
    doc.transact(() => {
      for (let i = 0; i < count; i++) {
        const key = `${LINE_2}/d2.${i.toString(36)}`;
        set(doc, "portions", key, 1);
        set(doc, "portions", key, 2);
      }
    });
    Y.applyUpdate(server, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)));
  }

  test("which may be long and is nobody's news: only what is new is stored", () => {
    leaveHoles(36_000);
    const doc = phone(server, D1);
    const [tap] = updatesOf(doc, () => new DinerEdits(doc, "d1").tap(LINE_1, 1));
    const greeting = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server));
    expect(greeting.byteLength).toBeGreaterThan(128 * 1024);
    const verdict = deliver(greeting);
    expect(verdict).toMatchObject({ ok: true, news: true, update: tap });
    expect(inspectUpdate(server, greeting, "d1")).toMatchObject({ ok: true, news: false });
  });

  test("and what it sends tap by tap is stored as it is", () => {
    const doc = phone(server, D1);
    const edits = new DinerEdits(doc, "d1");
    for (const update of updatesOf(doc, () => [1, 1, -1].map((by) => edits.tap(LINE_1, by)))) {
      const verdict = deliver(update);
      expect(verdict.ok && verdict.update).toBe(update);
    }
  });
});

describe("[D-SHARE-1] what one diner may take", () => {
  /** Lines of this diner, as they are when the guard has let them in. */
  function fillLines(seat: number, count: number): void {
    const doc = phone(server, newClientId(seat));
    for (let i = 0; i < count; i++) set(doc, "lines", newLineId(`d${seat}`), line);
    Y.applyUpdate(server, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)));
  }

  test("of lines: a reserve, when the others have filled the table", () => {
    const perDiner = MAX_LINES_PER_DINER;
    for (let seat = 3; seat * perDiner <= MAX_LINES + 3 * perDiner; seat++) {
      fillLines(seat, perDiner);
    }
    const doc = phone(server, D1);
    const edits = new DinerEdits(doc, "d1");
    // One of them is in the session already.
    for (let i = 1; i < RESERVED_LINES_PER_DINER; i++) edits.addLine(line, 1);
    expect(() => edits.addLine(line, 1)).toThrow(
      expect.objectContaining({ code: "document-full" }),
    );
    expect(deliver(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server))).ok).toBe(true);
    set(doc, "lines", newLineId("d1"), line);
    expect(refusal(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)))).toBe("document-full");
  });

  test("of confirms", () => {
    const doc = phone(server, D1);
    const edits = new DinerEdits(doc, "d1");
    for (let i = 1; i < MAX_CONFIRMS_PER_DINER; i++) edits.confirm(confirmOf(LINE_1));
    expect(() => edits.confirm(confirmOf(LINE_1))).toThrow(
      expect.objectContaining({ code: "document-full" }),
    );
    expect(deliver(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server))).ok).toBe(true);
    set(doc, "confirms", newConfirmId("d1"), confirmOf(LINE_1));
    expect(refusal(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)))).toBe("document-full");
  });

  test("of client ids", () => {
    const from = (client: number) => {
      const key = `${LINE_1}/d1.${(client - D1).toString(36)}`;
      return craft([{ client, clock: 0, structs: [item(any(1), { root: "portions", key })] }]);
    };
    const known = [...server.store.clients.keys()].filter((id) => seatOfClientId(id) === 1).length;
    for (let i = known; i < MAX_CLIENTS_PER_DINER; i++) Y.applyUpdate(server, from(D1 + 1_000 + i));
    expect(inspectUpdate(server, from(D1 + 900), "d1")).toEqual({
      ok: false,
      code: "document-full",
      detail: "client ids",
    });
    // Those that are known go on.
    const doc = phone(server, D1 + 1_000 + known);
    new DinerEdits(doc, "d1").tap(LINE_1, 1);
    expect(deliver(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server))).ok).toBe(true);
  });
});

describe("no update costs more than it says", () => {
  const claim = { root: "portions", key: `${LINE_1}/d1.a` };
  const blind = (client: number, count: number) => ({
    client,
    clock: 0,
    structs: Array.from({ length: count }, () => item(any(1), claim)),
  });

  test("many writes of one key that have not seen each other, which Yjs has to put in order", () => {
    expect(refusal(craft([blind(D1_TABLET, MAX_CONTESTED_VALUES + 2)]))).toBe("document-full");
    expect(deliver(craft([blind(D1_TABLET, MAX_CONTESTED_VALUES - 10)]))).toMatchObject({
      ok: true,
    });
    expect(refusal(craft([blind(D1_TABLET + 1, 20)]))).toBe("document-full");
    // Who has seen the latest value goes on writing.
    const doc = phone(server, newClientId(1));
    for (let i = 0; i < 50; i++) new DinerEdits(doc, "d1").tap(LINE_1, i % 2 ? 1 : -1);
    expect(deliver(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)))).toMatchObject({
      ok: true,
    });
  });

  test("new client ids without end", () => {
    const many = Array.from({ length: MAX_UPDATE_CLIENTS + 1 }, (_, i) => blind(D1_TABLET + i, 1));
    expect(refusal(craft(many))).toBe("update-too-large");
  });
});

describe("nothing that would stay pending is accepted", () => {
  const claim: Claim = { root: "portions", key: `${LINE_1}/d1.a` };
  const entry = (more: Claim = {}) => item(any(2), { ...claim, ...more });

  test("a gap in a client's clock", () => {
    expect(refusal(craft([{ client: D1_TABLET, clock: 1, structs: [entry()] }]))).toBe(
      "update-incomplete",
    );
  });

  test("a predecessor that nobody has, also named by a struct that is known already", () => {
    for (const origin of [
      [D1, 900],
      [D2, 900],
      [D1_TABLET, 0],
      [12345, 0],
    ] as const) {
      const fresh = craft([{ client: D1_TABLET, clock: 0, structs: [entry({ origin })] }]);
      expect(refusal(fresh)).toBe("update-incomplete");
      for (const more of [{ origin }, { rightOrigin: origin }, { parentId: origin }]) {
        const known = craft([{ client: D1, clock: 0, structs: [entry(more)] }]);
        expect(refusal(known)).toBe("update-incomplete");
      }
    }
  });

  test("structs that build on each other in a circle", () => {
    const update = craft([
      { client: D1_TABLET, clock: 0, structs: [entry({ origin: [D1_TABLET + 1, 0] })] },
      { client: D1_TABLET + 1, clock: 0, structs: [entry({ origin: [D1_TABLET, 0] })] },
    ]);
    expect(refusal(update)).toBe("update-incomplete");
  });

  test("deletes of what nobody has, and empty ones", () => {
    for (const client of [D1, D1_TABLET, D2, SERVER_CLIENT_ID]) {
      const state = Y.getState(server.store, client);
      expect(refusal(craft([], [[client, state, 1]]))).toBe("update-incomplete");
      expect(refusal(craft([], [[client, state, 0]]))).toBe("update-malformed");
    }
    expect(refusal(craft([], [[12345, 0, 0]]))).toBe("update-malformed");
    expect(refusal(craft([], [[D1, 0, 2 ** 53]]))).toBe("update-incomplete");
  });

  test("two blocks of one client, of which Yjs would apply only the last", () => {
    const first = { client: D1_TABLET, clock: 0, structs: [entry()] };
    const second = { client: D1_TABLET, clock: 1, structs: [entry()] };
    expect(refusal(craft([first, second]))).toBe("update-malformed");
    expect(refusal(craft([first, { ...first, structs: [] }]))).toBe("update-malformed");
  });

  test("but structs in any order that can be put into one", () => {
    const chain = [0, 1, 2].map((i) => ({
      client: D1_TABLET + i,
      clock: 0,
      structs: [entry(i < 2 ? { origin: [D1_TABLET + i + 1, 0] } : {})],
    }));
    expect(deliver(craft(chain))).toMatchObject({ ok: true, edits: 3 });
    server = sessionDocument();
    expect(deliver(craft(chain.reverse()))).toMatchObject({ ok: true, edits: 3 });
  });
});

describe("whatever the bytes, the guard answers and what it accepts does no harm", () => {
  /** Inspects a crafted update on a fresh copy; true when it was accepted with news. */
  function survive(base: Uint8Array, update: Uint8Array): string {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, base);
    const verdict = inspectUpdate(doc, update, "d1");
    expect(verdict).toEqual(inspectAny(doc, update, "d1"));
    if (!verdict.ok) return verdict.code;
    const harm = harmOf(doc, update, verdict.update, "d1");
    if (harm.length > 0) throw new Error(harm.join(", "));
    return verdict.news ? "news" : "no news";
  }

  test("bytes of honest updates with some changed, cut off or doubled", () => {
    const honest = [
      (doc: Y.Doc) => set(doc, "lines", "d1-zzzzzzzzzz", line),
      (doc: Y.Doc) => new DinerEdits(doc, "d1").mark({ ready: true, call: "none", at: 1 }),
      (doc: Y.Doc) => new DinerEdits(doc, "d1").tap(LINE_2, -1),
      (doc: Y.Doc) => new DinerEdits(doc, "d1").tap(LINE_1, 1),
      (doc: Y.Doc) => set(doc, "confirms", "d1-zzzzzzzzzzzzzz", confirmOf(LINE_1)),
    ].flatMap((edit) => {
      const doc = phone(server, D1);
      return updatesOf(doc, () => edit(doc));
    });
    const doc = phone(server, D1_TABLET);
    set(doc, "lines", "d1-yyyyyyyyyy", line);
    for (const by of [2, 1]) new DinerEdits(doc, "d1").tap("d1-yyyyyyyyyy", by);
    const base = encodeDocument(server);
    honest.push(encodeDocument(doc), base);
    const outcomes = new Map<string, number>();
    const change = fc.tuple(fc.constantFrom("set", "cut", "drop", "double"), fc.nat(), fc.nat(255));
    const cases = fc.tuple(
      fc.constantFrom(...honest),
      fc.array(change, { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(cases, ([update, changes]) => {
        let bytes = [...update];
        for (const [kind, position, byte] of changes) {
          const at = position % (bytes.length + 1);
          if (kind === "set") bytes[at] = byte;
          else if (kind === "cut") bytes = bytes.slice(0, Math.max(1, at));
          else if (kind === "drop") bytes.splice(at, 1);
          else bytes.splice(at, 0, ...bytes.slice(at, at + (byte % 20)));
        }
        const outcome = survive(base, Uint8Array.from(bytes));
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
      { numRuns: 3000, seed: 20260501 },
    );
    expect(outcomes.size).toBeGreaterThan(6);
    expect(outcomes.get("news")).toBeGreaterThan(50);
    expect(outcomes.get("no news")).toBeGreaterThan(10);
  });

  test.each([
    ["taps", "portions", `${LINE_1}/d1.a`, [5, 0, -1, 63, 64, 99, -99]],
    ["claims", "claims", `${ORDER}/${LINE_2}/d1`, [2520, 0, 63, 64, 630, 2_517_480, 1]],
  ])("%s with some bytes changed: the short way for them decides as the long one", (...given) => {
    const [, root, key, numbers] = given;
    const doc = phone(server, D1);
    const taps = numbers.flatMap((n) => updatesOf(doc, () => set(doc, root, key, n)));
    const change = fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0x40, 0x80, 125)));
    let short = 0;
    fc.assert(
      fc.property(fc.nat(6), fc.array(change, { maxLength: 2 }), (which, changes) => {
        const before = new Y.Doc();
        for (const update of [encodeDocument(server), ...taps.slice(0, which)]) {
          Y.applyUpdate(before, update);
        }
        const bytes = Uint8Array.from(taps[which] ?? []);
        for (const [position, byte] of changes) bytes[position % bytes.length] = byte;
        const tap = inspectTap(before, bytes, "d1");
        if (tap) {
          short += 1;
          expect(inspectAny(before, bytes, "d1")).toEqual(tap);
          for (const other of ["d2", "d11"]) expect(inspectTap(before, bytes, other)).toBeNull();
          Y.applyUpdate(before, bytes);
          expect(inspectTap(before, bytes, "d1")).toBeNull();
        }
      }),
      { numRuns: 3000, seed: 20261122 },
    );
    expect(short).toBeGreaterThan(800);
  });

  test("well-formed updates with any ids, places and contents", () => {
    const base = encodeDocument(server);
    const clients = [D1, D1_TABLET, D1_TABLET + 1, D2, SERVER_CLIENT_ID, 12345];
    const id = fc.tuple(fc.constantFrom(...clients), fc.nat(9));
    const keys = [
      LINE_1,
      "d1-zzzzzzzzzz",
      LINE_2,
      `${LINE_1}/d1.a`,
      `${LINE_2}/d1.a`,
      `${LINE_1}/d2.a`,
      "d1",
      CONFIRM_1,
      "status",
    ];
    const own: Claim[] = [
      { root: "portions", key: `${LINE_1}/d1.a` },
      { root: "portions", key: `${LINE_2}/d1.a` },
      { root: "marks", key: "d1" },
      { root: "lines", key: "d1-zzzzzzzzzz" },
    ];
    const claim: fc.Arbitrary<Claim> = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...own) },
      { weight: 2, arbitrary: fc.record({ origin: id }) },
      {
        weight: 1,
        arbitrary: fc.record({
          root: fc.constantFrom(...ROOTS, "evil"),
          key: fc.constantFrom(...keys, null),
        }),
      },
      { weight: 1, arbitrary: fc.record({ rightOrigin: id, origin: id }) },
      { weight: 1, arbitrary: fc.record({ parentId: id, key: fc.constantFrom(...keys) }) },
    );
    const content = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(1, -1, 3).map((n) => any(n)) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(line, { ready: true, call: "none", at: 1 }).map((v) => any(v)),
      },
      { weight: 2, arbitrary: fc.nat(4).map((n) => deleted(n)) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          any(),
          any(1, 2),
          new Y.ContentString(""),
          new Y.ContentString("ab"),
        ),
      },
      { weight: 1, arbitrary: fc.constant(null).map(() => new Y.ContentType(new Y.Map())) },
    );
    const struct = fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...own).map((c) => item(valueFor(c), c)) },
      { weight: 12, arbitrary: fc.tuple(content, claim).map(([c, where]) => item(c, where)) },
      { weight: 1, arbitrary: fc.nat(3).map((n) => (n % 2 ? gc(n) : skip(n))) },
    );
    const valueFor = ({ root }: Claim) =>
      any(root === "lines" ? line : root === "marks" ? { ready: true, call: "none", at: 1 } : 2);
    const state = new Map(clients.map((client) => [client, Y.getState(server.store, client)]));
    const block = fc
      .tuple(
        fc.constantFrom(D1, D1, D1_TABLET, D1_TABLET, D1_TABLET + 1, D1_TABLET + 1, ...clients),
        fc.constantFrom(0, 0, 0, 0, -1, -2, -4, 1),
        fc.array(struct, { maxLength: 3 }),
      )
      .map(([client, off, structs]) => ({
        client,
        clock: Math.max(0, (state.get(client) ?? 0) + off),
        structs,
      }));
    const range = fc.tuple(fc.constantFrom(...clients), fc.nat(9), fc.nat(3));
    const cases = fc.tuple(
      fc.oneof(
        fc.uniqueArray(block, { selector: (b) => b.client, minLength: 1, maxLength: 2 }),
        fc.array(block, { maxLength: 3 }),
      ),
      fc.oneof(fc.constant([]), fc.array(range, { maxLength: 2 })),
    );
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(cases, ([blocks, deletes]) => {
        const outcome = survive(base, craft(blocks, deletes));
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
      { numRuns: 4000, seed: 20260502 },
    );
    expect(outcomes.size).toBeGreaterThan(8);
    expect(outcomes.get("news")).toBeGreaterThan(150);
  });
});
