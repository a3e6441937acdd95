import { importMenu } from "@tureen/persistence/menu/import-menu";
import { setCourses } from "@tureen/persistence/menu/set-courses";
import { SERVER } from "@tureen/persistence/platform/actor";
import { inRestaurant } from "@tureen/persistence/platform/database";
import { loadDocument } from "@tureen/persistence/table/load-document";
import { givenRestaurant, SMALL_MENU } from "@tureen/persistence/testing/fixtures";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { toldText } from "@tureen/shared/menu/formats/report";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import { PROTOCOL_PARAMETER } from "@tureen/shared/platform/protocol/addresses";
import { closeCodeFor } from "@tureen/shared/platform/protocol/reactions";
import {
  COURSES_SINCE,
  OPTIONS_SINCE,
  PROTOCOL_VERSION,
} from "@tureen/shared/platform/protocol/version";
import { SERVER_CLIENT_ID } from "@tureen/shared/table/document/keys";
import { DINER_ROOTS, ROOTS } from "@tureen/shared/table/document/roots";
import type { Confirm, Line } from "@tureen/shared/table/document/types";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { Cleanup } from "../../testing/cleanup.ts";
import { type LiveNode, startLiveNode } from "../../testing/live-node.ts";
import { connectPhone, LivePhone } from "../../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { connectRawPhone, RawPhone, refusedBecause } from "../../testing/raw-phone.ts";
import { until } from "../../testing/until.ts";

let db: TestDatabase;
let node: LiveNode;
const cleanup = new Cleanup();

beforeAll(async () => {
  db = await createTestDatabase();
  node = await startLiveNode({ database: db.pool });
});
afterEach(() => cleanup.run());
afterAll(async () => {
  await node.close();
  await db.drop();
});

/** A raw client that says it speaks this version, or says nothing about it. */
async function givenRaw(table: LiveTable, protocol?: number | string, url = node.url) {
  const speaks = protocol === undefined ? "" : `?${PROTOCOL_PARAMETER}=${protocol}`;
  const raw = new RawPhone(`${url}${speaks}`, table.sessionId, "d1");
  cleanup.add(raw, (phone) => phone.destroy());
  await raw.open();
  raw.authenticate(await table.token("d1"));
  return raw;
}

test("[P-VERSION-2] a phone that is too old is told to reload, keeps its dish, and a newer one saves it", async () => {
  const strict = await startLiveNode({ database: db.pool, oldestClient: PROTOCOL_VERSION + 1 });
  cleanup.add(strict, (server) => server.close());
  const table = await openLiveTable(db.pool);
  const phone = new LivePhone(strict.url, table.sessionId, "d1", () => table.token("d1"));
  cleanup.add(phone, (p) => p.destroy());
  const line = phone.edits.addLine(table.line("kept"), 1);
  await until("the phone is told to reload", () => phone.outdated);
  expect(phone.refusals).toContain("app-too-old");
  expect(phone.view.lines[line]).toMatchObject({ note: "kept" });
  expect(phone.phone.replica.unsaved).toEqual(new Set([line]));
  expect(phone.ended).toBeUndefined();

  phone.connect(node.url);
  await phone.untilSaved();
  expect((await table.logged()).view.lines[line]).toMatchObject({ note: "kept" });
});

/** The small menu, in which a pizza's size is chosen beforehand. */
const MENU_BEYOND = {
  ...SMALL_MENU,
  categories: SMALL_MENU.categories.map((category) => ({
    ...category,
    items: category.items.map((item) => ({
      ...item,
      options: [
        {
          ...{ name: "With", min: 0, max: 1 },
          values: [{ name: "Bread", default_quantity: 1 }],
        },
      ],
    })),
  })),
};

test("[P-VERSION-4] a client whose version is older than what the menu says of options is told to reload", async () => {
  const older = OPTIONS_SINCE - 1;
  const tooOld = `${closeCodeFor("app-too-old")} app-too-old`;
  const restaurant = await givenRestaurant(db.pool, { menu: MENU_BEYOND });
  const table = await openLiveTable(db.pool, { restaurant });
  expect(await (await givenRaw(table, older)).untilClosed()).toBe(tooOld);
  const current = await givenRaw(table, OPTIONS_SINCE);
  current.ask();
  await until("one that knows it has synced", () => current.synced);
});

test("[P-VERSION-4] and so is one that is there when such a menu is published", async () => {
  const table = await openLiveTable(db.pool);
  const { restaurantId } = table;
  const [old, current] = [
    await givenRaw(table, OPTIONS_SINCE - 1),
    await givenRaw(table, OPTIONS_SINCE),
  ];
  for (const raw of [old, current]) {
    raw.ask();
    await until("it has synced", () => raw.synced);
  }
  const parsed = parseMenuFile(MENU_BEYOND);
  if (!parsed.ok) throw new Error(toldText(parsed.problem));
  await inRestaurant(node.database, restaurantId, (tx) =>
    importMenu(tx, { restaurantId, file: parsed.file, now: new Date() }),
  );
  expect(await old.untilClosed()).toBe(`${closeCodeFor("app-too-old")} app-too-old`);
  await until("the other hears of the menu", () =>
    current.notices.some(({ kind }) => kind === "menu"),
  );
});

test("[P-VERSION-5] a client that knows no courses is told to reload once the menu has them", async () => {
  const table = await openLiveTable(db.pool);
  const { restaurantId } = table;
  const [old, current] = [
    await givenRaw(table, COURSES_SINCE - 1),
    await givenRaw(table, COURSES_SINCE),
  ];
  for (const raw of [old, current]) {
    raw.ask();
    await until("it has synced", () => raw.synced);
  }
  const courses = [{ name: "Starters" }, { name: "Mains" }];
  await setCourses(node.database, { restaurantId, courses, by: SERVER, now: new Date() });
  const tooOld = `${closeCodeFor("app-too-old")} app-too-old`;
  expect(await old.untilClosed()).toBe(tooOld);
  await until("the other hears of the menu", () =>
    current.notices.some(({ kind }) => kind === "menu"),
  );
  expect(await (await givenRaw(table, COURSES_SINCE - 1)).untilClosed()).toBe(tooOld);
});

test("a client that names no version is an old one, and is served as long as old ones are", async () => {
  const strict = await startLiveNode({ database: db.pool, oldestClient: 2 });
  cleanup.add(strict, (server) => server.close());
  const table = await openLiveTable(db.pool);
  for (const said of [undefined, "1", "0", "-3", "1e9", "2.5", "latest"]) {
    const raw = await givenRaw(table, said, strict.url);
    expect(await raw.untilClosed(), String(said)).toBe(
      `${closeCodeFor("app-too-old")} app-too-old`,
    );
  }
  const old = await givenRaw(table);
  old.ask();
  await until("the old one has synced", () => old.synced);
});

test("[P-REFUSE-1] what a newer phone sends is refused for now, what one of this version sends for good", async () => {
  const table = await openLiveTable(db.pool);
  const refusals = [
    [PROTOCOL_VERSION + 1, "server-too-old"],
    [PROTOCOL_VERSION, "root-unknown"],
  ] as const;
  for (const [protocol, code] of refusals) {
    const raw = await givenRaw(table, protocol);
    raw.ask();
    await until("it has synced", () => raw.synced);
    raw.write((doc) => doc.getMap("stars").set("d1", 5));
    expect(await raw.untilClosed()).toBe(`${closeCodeFor(code)} ${code}`);
    expect(raw.notices).toEqual([refusedBecause(code)]);
  }
});

test("a newer phone's foreign key is refused for good all the same", async () => {
  const table = await openLiveTable(db.pool);
  const raw = await givenRaw(table, PROTOCOL_VERSION + 1);
  raw.write((doc) => doc.getMap("marks").set("d2", "ready"));
  expect(await raw.untilClosed()).toBe(`${closeCodeFor("foreign-key")} foreign-key`);
});

test("[P-WELCOME-1] whoever is let in is told the server's version and clock", async () => {
  const table = await openLiveTable(db.pool);
  const before = Date.now();
  const raw = await givenRaw(table, PROTOCOL_VERSION);
  const welcome = await until("it is welcomed", () => raw.welcome);
  expect(welcome.protocol).toBe(PROTOCOL_VERSION);
  expect(welcome.now).toBeGreaterThanOrEqual(before);
  expect(welcome.now).toBeLessThanOrEqual(Date.now());
});

test("[P-SYNC-1] the server answers a question with what is lacking, and asks in turn", async () => {
  const table = await openLiveTable(db.pool);
  const phone = cleanup.add(await connectPhone(node, table, "d1"), (p) => p.destroy());
  const first = await phone.add(table, "first");
  const raw = cleanup.add(await connectRawPhone(node, table, "d2"), (p) => p.destroy());
  expect(raw.doc.getMap("lines").has(first)).toBe(true);
  expect(raw.asked).toHaveLength(1);
  // The question names what the server has.
  const there = Y.decodeStateVector(raw.asked[0] as Uint8Array);
  expect(there.get(phone.doc.clientID)).toBe(Y.getState(phone.doc.store, phone.doc.clientID));
});

const confirmOf = (line: string, menuVersion: number): Confirm => ({
  lines: [{ line, quantity: 1, unitPrice: 5, ordered: 0 }],
  ...{ total: 5, menuVersion, at: Date.now() },
});

test("[D-CONFIRM-1] wishes that make no sense at this table are refused", async () => {
  const table = await openLiveTable(db.pool);
  const line = "d1-aaaaaaaaaa";
  const nonsense: Record<string, (doc: Y.Doc) => unknown> = {
    "a note of line breaks": (doc) => addLine(doc, { ...table.line(), note: "\n\n" }),
    "a note of marks without width": (doc) =>
      addLine(doc, { ...table.line(), note: "\u200b\u2060" }),
    "for a seat that nobody has": (doc) => addLine(doc, { ...table.line(), for: "d7" }),
    "a menu that there is not": (doc) => {
      addLine(doc, table.line());
      doc.getMap("confirms").set("d1-aaaaaaaaaaaaaa", confirmOf(line, 99));
    },
  };
  const addLine = (doc: Y.Doc, value: Line) => doc.getMap("lines").set(line, value);
  for (const [what, write] of Object.entries(nonsense)) {
    const raw = await givenRaw(table, PROTOCOL_VERSION);
    raw.ask();
    await until("it has synced", () => raw.synced);
    raw.write(write);
    expect(await raw.untilClosed(), what).toBe(`${closeCodeFor("value-invalid")} value-invalid`);
  }
  expect((await table.logged()).view.lines).toEqual({});
});

test("a note without anything to read from a phone of the first version is taken as ever", async () => {
  const table = await openLiveTable(db.pool);
  const raw = await givenRaw(table);
  raw.ask();
  await until("it has synced", () => raw.synced);
  raw.write((doc) => doc.getMap("lines").set("d1-aaaaaaaaaa", { ...table.line(), note: "\n" }));
  await raw.untilAcknowledged(1);
});

test("[D-SERVER-1] what the server writes it writes as client 1, and diners' roots it leaves alone", async () => {
  const table = await openLiveTable(db.pool);
  const phone = cleanup.add(await connectPhone(node, table, "d1"), (p) => p.destroy());
  await phone.add(table);
  const { restaurantId, sessionId } = table;
  const loaded = await loadDocument(db.pool, { restaurantId, sessionId });
  for (const root of ROOTS) {
    const isServers = !Object.hasOwn(DINER_ROOTS, root);
    for (const [key, item] of loaded?.doc.getMap(root)._map ?? []) {
      expect(item.id.client === SERVER_CLIENT_ID, `${root} ${key}`).toBe(isServers);
    }
  }
});
