/** What each operation has done elsewhere once it is committed, and that nothing is when it is not. */

import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { toldText } from "@tureen/shared/menu/formats/report";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chargeOf } from "./bill/ask-provider.ts";
import { readPaymentOfWish } from "./bill/payment-rows.ts";
import { createDemonstrationProvider, payDemonstration } from "./bill/providers/demonstration.ts";
import { noteUnknownCharges, readLost, settleLost, tellLost } from "./bill/restore-findings.ts";
import { givenPayingTable } from "./bill/testing/paying-table.ts";
import { acknowledgeOrders } from "./kitchen/acknowledge-orders.ts";
import {
  addStation,
  changeStation,
  orderStations,
  removeStation,
} from "./kitchen/change-stations.ts";
import { printAgain, printTest } from "./kitchen/printing/ask-for-prints.ts";
import { addPrinter, changePrinter, removePrinter } from "./kitchen/printing/change-printers.ts";
import { publishDraft } from "./menu/draft/publish-draft.ts";
import { readDraft } from "./menu/draft/read-draft.ts";
import { importMenu } from "./menu/import-menu.ts";
import { invalidateMenu } from "./menu/invalidate-menu.ts";
import { MenuCache } from "./menu/menu-cache.ts";
import { pauseOrders } from "./menu/pause-orders.ts";
import { setAvailability } from "./menu/set-availability.ts";
import { setChoiceAvailability } from "./menu/set-choice-availability.ts";
import { setCourses } from "./menu/set-courses.ts";
import { setHours } from "./menu/set-hours.ts";
import { setPublicMenu } from "./menu/set-public-menu.ts";
import { changeOrderStatus } from "./orders/change-order-status.ts";
import { moveLines } from "./orders/move-lines.ts";
import { setAsideConfirm } from "./orders/set-aside-confirm.ts";
import { inRestaurant } from "./platform/database.ts";
import type { Effect } from "./platform/effects.ts";
import { watchFailPoints } from "./platform/faults/fail-points.ts";
import { addStaff, changeStaff, resetPassword } from "./staff/manage-staff.ts";
import { signInStaff } from "./staff/sign-in-staff.ts";
import { endSignIn } from "./staff/sign-ins.ts";
import { answerCall } from "./table/answer-call.ts";
import { closeSession } from "./table/close-session.ts";
import { eraseDiner } from "./table/erase-diner.ts";
import { expireSessions } from "./table/expire-sessions.ts";
import { joinSession } from "./table/join-session.ts";
import { leaveSession } from "./table/leave-session.ts";
import { openSession } from "./table/open-session.ts";
import { recordPinAlarm } from "./table/record-pin-alarm.ts";
import { renameDiner } from "./table/rename-diner.ts";
import { rotatePin } from "./table/rotate-pin.ts";
import { decide, givenOrder } from "./testing/confirmed.ts";
import {
  givenRestaurant,
  givenTable,
  later,
  SMALL_MENU,
  type TestRestaurant,
  type TestTable,
} from "./testing/fixtures.ts";
import { givenPrinter, PLAIN_PRINTER } from "./testing/printers.ts";
import { createTestDatabase, type TestDatabase } from "./testing/test-database.ts";
import { toldEffects } from "./testing/told-effects.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const by = { kind: "staff", id: null } as const;

/** A session at one restaurant: an open table with two diners, and a free one. */
interface Given {
  readonly restaurant: TestRestaurant;
  readonly restaurantId: string;
  readonly table: TestTable;
  readonly key: { readonly restaurantId: string; readonly sessionId: string };
}

/** Prepares what it needs, and returns the operation, which can be called again when it failed. */
type Case = (given: Given) => Promise<() => Promise<unknown>>;

const now = () => new Date();
const guest = (table: TestTable) =>
  joinSession(db.pool, {
    ...{ restaurantId: table.restaurantId, sessionId: table.sessionId, pin: table.pin },
    ...{ name: "Bo", now: now(), expiresAt: later(now()), refreshExpiresAt: later(now()) },
  });
const account = (restaurantId: string, login = "cy") =>
  addStaff(db.pool, { restaurantId, login, name: "Cy", role: "manager", by, now: now() });
const grill = async (restaurantId: string) => {
  const [made] = await addStation(db.pool, { restaurantId, name: "Grill", by, now: now() });
  return made?.id ?? "";
};
const confirmSoup = async ({ table, restaurant }: Given) => {
  const line = await table.phone.add(restaurant.item("Soup"));
  return table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
};
const soup = ({ restaurant }: Given) => restaurant.item("Soup").id;
const stockOf = (given: Given, stock: number | null) =>
  setAvailability(db.pool, {
    ...{ restaurantId: given.restaurantId, itemId: soup(given), available: true, stock },
    ...{ by, now: now() },
  });

const unknownCharge = (sessionId: string) =>
  ({
    paymentId: crypto.randomUUID(),
    sessionId,
    at: 1,
    amount: 450,
    currency: "EUR",
    status: "captured",
  }) as const;

/** By the file that holds the operation, with the kinds of what it tells. */
const cases: [file: string, what: string, kinds: string[], make: Case][] = [
  [
    "answer-call",
    "a call is answered",
    ["floor", "session"],
    async ({ key }) =>
      () =>
        answerCall(db.pool, { ...key, diner: "d1", by, now: now() }),
  ],
  [
    "change-order-status",
    "an order moves on",
    ["floor", "kitchen", "session"],
    async ({ restaurant, restaurantId, table }) => {
      const orderId = await givenOrder(db.pool, restaurant, table);
      const move = { restaurantId, orderId, from: "placed", to: "accepted" } as const;
      return () => changeOrderStatus(db.pool, { ...move, by, now: now() });
    },
  ],
  [
    "change-order-status",
    "an order is cancelled whose dish had sold out",
    ["floor", "kitchen", "menu", "session"],
    async (given) => {
      const { restaurantId, restaurant, table } = given;
      await stockOf(given, 1);
      const orderId = await givenOrder(db.pool, restaurant, table);
      const move = { restaurantId, orderId, from: "placed", to: "cancelled" } as const;
      return () => changeOrderStatus(db.pool, { ...move, reason: "burnt", by, now: now() });
    },
  ],
  [
    "move-lines",
    "a line of an order goes on",
    ["floor", "kitchen", "session"],
    async ({ restaurant, restaurantId, table }) => {
      const orderId = await givenOrder(db.pool, restaurant, table);
      const { rows } = await db.owner.query("select line_id from order_items where order_id = $1", [
        orderId,
      ]);
      const moves = [{ line: rows[0].line_id, from: "placed", to: "ready" } as const];
      return () => moveLines(db.pool, { restaurantId, orderId, moves, by, now: now() });
    },
  ],
  [
    "close-session",
    "a table is closed",
    ["floor", "session ended"],
    async ({ key }) =>
      () =>
        closeSession(db.pool, { ...key, by, now: now() }),
  ],
  [
    "commit-confirm",
    "a confirm becomes an order",
    ["floor", "kitchen", "session"],
    async (given) => {
      const id = await confirmSoup(given);
      return () => decide(db.pool, given.table, id);
    },
  ],
  [
    "commit-confirm",
    "the last portion is ordered",
    ["floor", "kitchen", "menu", "session"],
    async (given) => {
      await stockOf(given, 1);
      const id = await confirmSoup(given);
      return () => decide(db.pool, given.table, id);
    },
  ],
  [
    "commit-confirm",
    "a confirm is rejected",
    ["session"],
    async (given) => {
      const id = await confirmSoup(given);
      await stockOf(given, 0);
      return () => decide(db.pool, given.table, id);
    },
  ],
  [
    "demonstration",
    "the demonstration's card is charged",
    ["queue"],
    async (given) => {
      const { restaurantId, restaurant } = given;
      const table = await givenPayingTable(db.pool, restaurant, { table: 1 });
      await table.order("Soup");
      const wish = await table.wish(1, { mode: "rest", amount: 450 });
      const payment = await readPaymentOfWish(db.pool, { ...table, key: wish });
      if (!payment) throw new Error("not reserved");
      await createDemonstrationProvider(db.pool).start(chargeOf(restaurantId, payment));
      const paid = { restaurantId, paymentId: payment.id, outcome: "paid" } as const;
      return () => payDemonstration(db.pool, { ...paid, now: now() });
    },
  ],
  [
    "erase-diner",
    "a name is erased",
    ["floor", "names", "notice"],
    async ({ key }) =>
      () =>
        eraseDiner(db.pool, { ...key, diner: "d1", by, now: now() }),
  ],
  [
    "expire-sessions",
    "a table is expired",
    ["floor", "session ended"],
    async ({ key: { sessionId } }) => {
      const past = new Date(Date.now() - 1_000);
      await db.owner.query("update sessions set expires_at = $2 where id = $1", [sessionId, past]);
      return async () => {
        // One that fails keeps the others from nothing: it is reported.
        const { failures } = await expireSessions(db.pool, { now: now() });
        if (failures[0]) throw failures[0].error;
      };
    },
  ],
  [
    "publish-version",
    "a menu that was written is published",
    ["menu"],
    async ({ restaurantId }) => {
      const { revision } = await readDraft(db.pool, { restaurantId });
      const publication = { restaurantId, revision, against: 1, by: { ...by, id: uuidv7() } };
      return () => publishDraft(db.pool, { ...publication, now: now() });
    },
  ],
  [
    "publish-version",
    "a menu is imported",
    ["menu"],
    async ({ restaurantId }) => {
      const parsed = parseMenuFile(SMALL_MENU);
      if (!parsed.ok) throw new Error(toldText(parsed.problem));
      const { file } = parsed;
      return () =>
        inRestaurant(db.pool, restaurantId, (tx) =>
          importMenu(tx, { restaurantId, file, now: now() }),
        );
    },
  ],
  [
    "invalidate-menu",
    "a menu is to be read again",
    ["menu"],
    async ({ restaurantId }) =>
      () =>
        invalidateMenu(db.pool, { restaurantId }),
  ],
  [
    "join-session",
    "a diner joins",
    ["floor", "session"],
    async ({ table }) =>
      () =>
        guest(table),
  ],
  [
    "leave-session",
    "a diner leaves",
    ["floor", "session"],
    async ({ key }) => {
      const self = { kind: "diner", id: "d2" } as const;
      return () => leaveSession(db.pool, { ...key, diner: "d2", by: self, now: now() });
    },
  ],
  [
    "leave-session",
    "a diner is removed, which changes the PIN",
    ["floor", "notice", "session"],
    async ({ key }) =>
      () =>
        leaveSession(db.pool, { ...key, diner: "d2", by, now: now() }),
  ],
  [
    "manage-staff",
    "an account changes",
    ["staff"],
    async ({ restaurantId }) => {
      await account(restaurantId, "di");
      const { userId } = await account(restaurantId);
      return () => changeStaff(db.pool, { restaurantId, userId, active: false, by, now: now() });
    },
  ],
  [
    "manage-staff",
    "a password is reset",
    ["staff"],
    async ({ restaurantId }) => {
      const { userId } = await account(restaurantId);
      return () => resetPassword(db.pool, { restaurantId, userId, by, now: now() });
    },
  ],
  [
    "open-session",
    "a table is opened",
    ["floor", "session"],
    async ({ restaurantId, restaurant }) => {
      const tableId = restaurant.tables[1]?.id ?? "";
      const opening = { restaurantId, tableId, by, pinLength: 6 };
      return () => openSession(db.pool, { ...opening, now: now(), expiresAt: later(now()) });
    },
  ],
  [
    "open-session",
    "a table is opened whose last session is overdue",
    ["floor", "session", "session ended"],
    async ({ restaurantId, restaurant, key: { sessionId } }) => {
      const past = new Date(Date.now() - 1_000);
      await db.owner.query("update sessions set expires_at = $2 where id = $1", [sessionId, past]);
      const tableId = restaurant.tables[0]?.id ?? "";
      const opening = { restaurantId, tableId, by, pinLength: 6 };
      return () => openSession(db.pool, { ...opening, now: now(), expiresAt: later(now()) });
    },
  ],
  [
    "record-pin-alarm",
    "somebody guesses a PIN",
    ["floor"],
    async ({ key }) =>
      () =>
        recordPinAlarm(db.pool, { ...key, wrongPins: 10, lockedUntil: null, now: now() }),
  ],
  [
    "rename-diner",
    "a diner takes another name",
    ["floor", "notice"],
    async ({ key }) =>
      () =>
        renameDiner(db.pool, { ...key, diner: "d1", name: "Anna" }),
  ],
  [
    "restore-findings",
    "a phone tells what a restore took away",
    ["floor"],
    async ({ key, restaurant }) => {
      const tableId = restaurant.tables[0]?.id ?? "";
      const known = { orders: [], payments: [] };
      return () => tellLost(db.pool, { ...key, tableId, known, now: now() });
    },
  ],
  [
    "restore-findings",
    "the provider has a charge that the database lacks",
    ["floor"],
    async ({ restaurantId, key: { sessionId } }) => {
      const charges = [unknownCharge(sessionId)];
      return () => noteUnknownCharges(db.pool, { restaurantId, charges, now: now() });
    },
  ],
  [
    "restore-findings",
    "staff have dealt with what a restore took away",
    ["floor"],
    async ({ restaurantId, key: { sessionId } }) => {
      const charges = [unknownCharge(sessionId)];
      await noteUnknownCharges(db.pool, { restaurantId, charges, now: now() });
      const [found] = await readLost(db.pool, { restaurantId });
      const findingId = found?.id ?? "";
      return () => settleLost(db.pool, { restaurantId, findingId, by, now: now() });
    },
  ],
  [
    "rotate-pin",
    "a table gets another PIN",
    ["floor", "notice"],
    async ({ key }) =>
      () =>
        rotatePin(db.pool, { ...key, by, pinLength: 6, now: now() }),
  ],
  [
    "set-aside-confirm",
    "a confirm is set aside",
    ["session"],
    async (given) => {
      const confirmId = await confirmSoup(given);
      const aside = { ...given.key, confirmId, error: "cannot be eaten" };
      return () => setAsideConfirm(db.pool, { ...aside, now: now() });
    },
  ],
  [
    "acknowledge-orders",
    "a screen shows an order for the first time",
    ["notice"],
    async ({ restaurant, restaurantId, table }) => {
      const orders = [await givenOrder(db.pool, restaurant, table)];
      const menus = new MenuCache();
      return () =>
        acknowledgeOrders(db.pool, { restaurantId, station: null, orders, menus, now: now() });
    },
  ],
  [
    "change-stations",
    "a station is made",
    ["stations"],
    async ({ restaurantId }) =>
      () =>
        addStation(db.pool, { restaurantId, name: "Grill", by, now: now() }),
  ],
  [
    "change-stations",
    "a station is renamed",
    ["stations"],
    async ({ restaurantId }) => {
      const stationId = await grill(restaurantId);
      const change = { restaurantId, stationId, name: "Fire", by, now: now() };
      return () => changeStation(db.pool, change);
    },
  ],
  [
    "change-stations",
    "stations are brought into an order",
    ["stations"],
    async ({ restaurantId }) => {
      const stationIds = [await grill(restaurantId)];
      return () => orderStations(db.pool, { restaurantId, stationIds, by, now: now() });
    },
  ],
  [
    "change-stations",
    "a station is removed",
    ["stations"],
    async ({ restaurantId }) => {
      const stationId = await grill(restaurantId);
      return () => removeStation(db.pool, { restaurantId, stationId, by, now: now() });
    },
  ],
  [
    "change-printers",
    "a printer is set up",
    ["queue"],
    async ({ restaurantId }) =>
      () =>
        addPrinter(db.pool, {
          ...{ restaurantId, name: "Bar", kind: "escpos", host: "10.0.0.9", port: 9100 },
          ...{ ...PLAIN_PRINTER, by, now: now() },
        }),
  ],
  [
    "change-printers",
    "a printer is turned off",
    ["queue"],
    async ({ restaurantId }) => {
      const { printerId } = await givenPrinter(db.pool, { restaurantId });
      return () => changePrinter(db.pool, { restaurantId, printerId, on: false, by, now: now() });
    },
  ],
  [
    "change-printers",
    "a printer is removed",
    ["queue"],
    async ({ restaurantId }) => {
      const { printerId } = await givenPrinter(db.pool, { restaurantId });
      return () => removePrinter(db.pool, { restaurantId, printerId, by, now: now() });
    },
  ],
  [
    "ask-for-prints",
    "a printer is tried",
    ["queue"],
    async ({ restaurantId }) => {
      const { printerId } = await givenPrinter(db.pool, { restaurantId });
      return () => printTest(db.pool, { restaurantId, printerId, now: now() });
    },
  ],
  [
    "ask-for-prints",
    "a slip is printed once more",
    ["queue"],
    async ({ restaurantId }) => {
      const { jobId } = await givenPrinter(db.pool, { restaurantId });
      return () => printAgain(db.pool, { restaurantId, jobId, now: now() });
    },
  ],
  [
    "pause-orders",
    "the kitchen pauses orders",
    ["floor", "menu"],
    async ({ restaurantId }) =>
      () =>
        pauseOrders(db.pool, { restaurantId, minutes: 20, by, now: now() }),
  ],
  [
    "set-hours",
    "the opening hours are set",
    ["menu"],
    async ({ restaurantId }) =>
      () =>
        setHours(db.pool, { restaurantId, hours: null, by, now: now() }),
  ],
  [
    "set-public-menu",
    "the menu's public page is turned off",
    ["menu"],
    async ({ restaurantId }) =>
      () =>
        setPublicMenu(db.pool, { restaurantId, shown: false, by, now: now() }),
  ],
  [
    "set-courses",
    "the courses of a meal are written",
    ["menu"],
    async ({ restaurantId }) =>
      () =>
        setCourses(db.pool, { restaurantId, courses: [{ name: "Mains" }], by, now: now() }),
  ],
  ["set-availability", "a dish sells out", ["menu"], async (given) => () => stockOf(given, 0)],
  [
    "set-choice-availability",
    "a choice sells out",
    ["menu"],
    async ({ restaurantId, restaurant }) => {
      const valueId = restaurant.item("Pizza").options[0]?.values[0]?.id ?? "";
      const mark = { restaurantId, valueId, available: false };
      return () => setChoiceAvailability(db.pool, { ...mark, by, now: now() });
    },
  ],
  [
    "sign-ins",
    "a sign-in is ended",
    ["staff"],
    async ({ restaurantId }) => {
      const { login, password } = await account(restaurantId);
      await signInStaff(db.pool, { login, password, now: now(), expiresAt: later(now()) });
      const { rows } = await db.owner.query<{ id: string }>(
        "select id from auth_sessions where restaurant_id = $1 order by created_at desc, id desc",
        [restaurantId],
      );
      const end = {
        restaurantId,
        signInId: rows[0]?.id ?? "",
        by,
        action: "staff.revoke",
      } as const;
      return () => endSignIn(db.pool, { ...end, now: now() });
    },
  ],
];

/** Parts of operations, and one that has its own tests below. */
const PARTS = [
  ...["edit-session", "end-session", "insert-history", "append-updates"],
  ...["note-bill", "provider-tasks", "sign-receipt", "counted-stock", "change-service"],
  "write-order-move",
];

const kindOf = (effect: Effect) =>
  effect.kind === "session" && effect.ended ? "session ended" : effect.kind;

async function given(): Promise<Given> {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const table = await givenTable(db.pool, restaurant);
  await guest(table);
  return { restaurant, restaurantId, table, key: { restaurantId, sessionId: table.sessionId } };
}

describe("What is told when", () => {
  test.each(cases)("%s: %s", async (_, __, kinds, make) => {
    const operate = await make(await given());
    const told = toldEffects(db.pool);
    const unwatch = watchFailPoints((point) => {
      if (point === "before:commit") throw new Error("not committed");
    });
    await expect(operate()).rejects.toThrow("not committed");
    unwatch();
    expect(told).toEqual([]);
    await operate();
    expect(told.map(kindOf).sort()).toEqual(kinds);
  });

  test("every operation that tells anything is here", async () => {
    const sources = new URL("./", import.meta.url);
    const files = (await readdir(sources, { recursive: true })).filter(
      (path) => /(?<!\.test)\.ts$/.test(path) && !/^(platform|testing)\//.test(path),
    );
    const telling: string[] = [];
    for (const file of files) {
      const text = await readFile(new URL(file, sources), "utf8");
      if (/\btx\.tell\(|effects\.committed\(/.test(text)) telling.push(basename(file, ".ts"));
    }
    const covered = [...new Set([...cases.map(([file]) => file), ...PARTS])];
    // Some tell only through the parts that they are made of.
    expect(covered).toEqual(expect.arrayContaining(telling));
    expect(telling.length).toBeGreaterThan(15);
  });
});

describe("What an append tells", () => {
  test("worker and floor are told of confirms and marks, and nobody of other edits", async () => {
    const recorded = await given();
    const { phone } = recorded.table;
    const told = toldEffects(db.pool);
    await phone.add(recorded.restaurant.item("Soup"));
    expect(told).toEqual([]);
    await confirmSoup(recorded);
    expect(told.map(kindOf)).toEqual(["queue"]);
    phone.edits.mark({ ready: true, call: "none", at: 1 });
    await phone.send();
    expect(told.map(kindOf)).toContain("floor");
  });

  test("nobody is told of what the log did not take", async () => {
    const recorded = await given();
    const { table, key } = recorded;
    const line = await table.phone.add(recorded.restaurant.item("Soup"));
    await closeSession(db.pool, { ...key, by, now: now() });
    const told = toldEffects(db.pool);
    table.phone.writeConfirm(recorded.restaurant, [{ line, quantity: 1 }]);
    expect(await table.phone.send()).toMatchObject({ ok: false });
    expect(told).toEqual([]);
  });
});
