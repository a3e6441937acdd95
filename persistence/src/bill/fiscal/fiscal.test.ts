import { businessDayOf, DEFAULT_DAYS } from "@tureen/shared/platform/business-day";
import { pino } from "pino";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { givenRestaurant } from "../../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { readDay } from "../read-day.ts";
import { readReceipt } from "../read-receipt.ts";
import { takePayment } from "../take-payment.ts";
import { givenPayingTable, type PayingTable } from "../testing/paying-table.ts";
import { createTestDevice, type DeviceFault, type TestDevice } from "../testing/test-device.ts";
import { closeDay } from "./close-day.ts";
import { FiscalLoop } from "./fiscal-loop.ts";
import { createPlainDevice } from "./plain-device.ts";
import { claimFiscalRecord, signReceipt } from "./sign-receipt.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const log = pino({ level: "silent" });
const manager = { kind: "staff", id: uuidv7(), role: "manager" } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A table that has so much to pay. */
async function givenTable(quantity = 10): Promise<PayingTable> {
  const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
  await table.order("Soup", quantity);
  return table;
}

async function pay({ restaurantId, sessionId }: PayingTable, times = 1, now = new Date()) {
  const taken = [];
  for (let n = 0; n < times; n++) {
    const wish = { mode: "amount", covers: [], payers: 1, amount: 100, tip: 10 } as const;
    const by = { kind: "staff", id: uuidv7(), role: "waiter" } as const;
    const call = { restaurantId, sessionId, method: "cash", payer: null, by } as const;
    taken.push(await takePayment(db.pool, { ...call, wish, once: uuidv7(), now }));
  }
  return taken;
}

interface Row {
  readonly receipt_number: number;
  readonly state: string;
  readonly signature: string | null;
  readonly previous: string | null;
  readonly error: string | null;
}

async function recordsOf({ restaurantId }: PayingTable): Promise<Row[]> {
  const { rows } = await db.owner.query<Row>(
    `select receipt_number::int, state, signature, previous, error from fiscal_records
     where restaurant_id = $1 order by receipt_number`,
    [restaurantId],
  );
  return rows;
}

/** Has the loop sign until nothing of the table is left, or the time is over. */
async function signAll(table: PayingTable, device: TestDevice, withinMs = 8_000): Promise<void> {
  const loop = new FiscalLoop({
    ...{ database: db.pool, log, deviceOf: async () => device },
    ...{ pollMs: 20, backoffBaseMs: 10, deviceTimeoutMs: 100 },
  });
  loop.start();
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    if ((await recordsOf(table)).every(({ state }) => state === "signed")) break;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await loop.stop();
}

/** Every receipt once, in order, each on the signature before it. */
async function expectChain(table: PayingTable, device: TestDevice, count: number): Promise<void> {
  const records = await recordsOf(table);
  expect(records.map(({ receipt_number }) => receipt_number)).toEqual(
    Array.from({ length: count }, (_, i) => i + 1),
  );
  expect(records.map(({ state }) => state)).toEqual(records.map(() => "signed"));
  expect(records.map(({ previous }) => previous)).toEqual([
    null,
    ...records.slice(0, -1).map(({ signature }) => signature),
  ]);
  expect(new Set(records.map(({ signature }) => signature)).size).toBe(count);
  expect(device.signed.filter((key) => key.startsWith(table.restaurantId))).toEqual(
    records.map(({ receipt_number }) => `${table.restaurantId}/${receipt_number}`),
  );
}

describe("A receipt", () => {
  test("is queued with the payment, and paying does not wait for the device", async () => {
    const table = await givenTable();
    const [first] = await pay(table, 2);
    expect(await recordsOf(table)).toMatchObject([{ state: "pending" }, { state: "pending" }]);
    const read = () => readReceipt(db.pool, first?.token ?? "");
    expect((await read()).signing).toMatchObject([
      { receipt: 1, state: "pending", device: null, signature: null, counter: null, at: null },
    ]);
    const device = createTestDevice();
    await signAll(table, device);
    await expectChain(table, device, 2);
    const [signing] = (await read()).signing;
    expect(signing).toMatchObject({
      ...{ state: "signed", device: "test-device", plain: false, counter: 1, transaction: "1" },
      signature: (await recordsOf(table))[0]?.signature,
    });
    expect(signing?.at).toBeGreaterThan(Date.now() - 60_000);
  });

  const FAULTS: readonly DeviceFault[] = [
    ...(["away", "slow", "answers-twice", "refuses", "breaks-off", "loses-answer"] as const),
  ];
  test.each(FAULTS)("is signed once and in order with a device that is/does: %s", async (fault) => {
    const table = await givenTable();
    const device = createTestDevice();
    await pay(table);
    await signAll(table, device);
    device.faults.push(fault, fault);
    await pay(table, 3);
    await signAll(table, device);
    expect(device.faults).toEqual([]);
    await expectChain(table, device, 4);
  });

  test("is signed once with everything going wrong in turn, and two workers at it", async () => {
    const table = await givenTable();
    const device = createTestDevice({ slowMs: 150 });
    device.faults.push(...FAULTS, ...FAULTS.toReversed());
    await pay(table, 6);
    await Promise.all([signAll(table, device), signAll(table, device)]);
    await expectChain(table, device, 6);
  });

  test("waits while an older one does, also when a worker is told otherwise", async () => {
    const table = await givenTable();
    await pay(table, 2);
    const { restaurantId } = table;
    const now = new Date();
    const leaseUntil = new Date(now.getTime() + 60_000);
    const [first] = await claimFiscalRecord(db.pool, { restaurantId, now, leaseUntil });
    expect(first?.receipt).toBe(1);
    expect(await claimFiscalRecord(db.pool, { restaurantId, now, leaseUntil })).toEqual([]);
    if (!first) throw new Error("nothing claimed");
    const device = createPlainDevice();
    const record = { ...first, receipt: 2 };
    await expect(signReceipt(db.pool, { record, device })).rejects.toMatchObject({ code: "TU003" });
  });

  test("that is signed is never changed", async () => {
    const table = await givenTable();
    await pay(table);
    await signAll(table, createTestDevice());
    for (const change of ["signature = 'x'", "state = 'pending'", "attempts = 9"]) {
      const sql = `update fiscal_records set ${change} where restaurant_id = $1`;
      await expect(db.owner.query(sql, [table.restaurantId])).rejects.toMatchObject({
        code: "TU001",
      });
    }
    const remove = "delete from fiscal_records where restaurant_id = $1";
    await expect(db.owner.query(remove, [table.restaurantId])).rejects.toMatchObject({
      code: "TU001",
    });
  });
});

interface Close {
  readonly number: number;
  readonly day: string;
  readonly first: number;
  readonly last: number;
  readonly totals: string;
  readonly signature: string | null;
}

describe("A day", () => {
  const dayOf = (at: Date) => businessDayOf(at, DEFAULT_DAYS);
  const close = ({ restaurantId }: PayingTable, now = new Date(), date = dayOf(now)) =>
    closeDay(db.pool, { restaurantId, date, by: manager, now });
  const closesOf = async ({ restaurantId }: PayingTable): Promise<Close[]> => {
    const { rows } = await db.owner.query<Close>(
      `select number::int, business_day::text as day, first_receipt::int as first,
         last_receipt::int as last, totals, signature
       from fiscal_closes where restaurant_id = $1 order by number`,
      [restaurantId],
    );
    return rows;
  };
  const loopOf = (device: TestDevice, now: Date) =>
    new FiscalLoop({ database: db.pool, log, deviceOf: async () => device, now: () => now });

  test("is closed by a manager once everything is signed, and only once", async () => {
    const table = await givenTable();
    await expect(close(table)).rejects.toMatchObject({ code: "day-empty" });
    await pay(table, 2);
    await expect(close(table)).rejects.toMatchObject({ code: "receipts-unsigned" });
    const device = createTestDevice();
    await signAll(table, device);
    const closes = await Promise.all([close(table), close(table)]);
    expect(closes).toEqual([{ number: 1 }, { number: 1 }]);
    const now = new Date();
    await expect(close(table, now, dayOf(new Date(now.getTime() + DAY_MS)))).rejects.toMatchObject({
      code: "field-invalid",
    });
    const { restaurantId } = table;
    const day = await readDay(db.pool, { restaurantId, date: dayOf(now) });
    expect(day).toMatchObject({
      unsigned: 0,
      closes: [{ number: 1, ofDay: 1, lastReceipt: 2, signed: false, sales: 200 }],
      unclosed: { sales: 0, receipts: 0 },
    });
    device.faults.push("away", "loses-answer");
    for (let n = 0; n < 3; n++) await loopOf(device, now).closeDays();
    expect(device.closed.filter((key) => key.startsWith(restaurantId))).toHaveLength(1);
    const [kept] = await closesOf(table);
    expect(kept?.signature).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(kept?.totals ?? "")).toMatchObject({
      ...{ currency: "EUR", sales: 200, tips: 20, receipts: 2, refunds: 0 },
      taxes: [{ rate: 700, gross: 200 }],
      means: [{ method: "cash", payments: 2, amount: 200 }],
    });
  });

  test("is closed once however many press at the same moment", async () => {
    const table = await givenTable();
    const device = createTestDevice();
    for (let number = 1; number <= 5; number++) {
      await pay(table);
      await signAll(table, device);
      const closes = await Promise.all(Array.from({ length: 8 }, () => close(table)));
      expect(closes).toEqual(closes.map(() => ({ number })));
    }
    expect(await closesOf(table)).toHaveLength(5);
  });

  test("is closed again for what came after its last close, and no more than that", async () => {
    const table = await givenTable();
    const device = createTestDevice();
    const { restaurantId } = table;
    const date = dayOf(new Date());
    const again = (after?: number) =>
      closeDay(db.pool, { restaurantId, date, by: manager, now: new Date(), after });
    await pay(table, 2);
    await signAll(table, device);
    expect(await again(0)).toEqual({ number: 1 });
    await pay(table);
    await expect(again(1)).rejects.toMatchObject({ code: "receipts-unsigned" });
    await signAll(table, device);
    // Pressed before, and only heard now: that close was made already.
    expect(await again(0)).toEqual({ number: 1 });
    expect(await readDay(db.pool, { restaurantId, date })).toMatchObject({
      ...{ closes: [{ number: 1 }], unclosed: { receipts: 1, sales: 100 } },
    });
    expect(await Promise.all([again(1), again(1)])).toEqual([{ number: 2 }, { number: 2 }]);
    expect(await again()).toEqual({ number: 2 });
    await loopOf(device, new Date()).closeDays();
    const day = await readDay(db.pool, { restaurantId, date });
    expect(day).toMatchObject({
      closes: [
        { number: 1, ofDay: 1, firstReceipt: 1, lastReceipt: 2, sales: 200, signed: true },
        { number: 2, ofDay: 2, firstReceipt: 3, lastReceipt: 3, sales: 100, signed: true },
      ],
      unclosed: { receipts: 0, taxes: [], means: [] },
    });
    const { rows } = await db.owner.query(
      `select details from session_activity_log where restaurant_id = $1 and action = 'day.close'
       order by id`,
      [restaurantId],
    );
    expect(rows.map(({ details }) => [details.number, details.ofDay])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test("closes by itself when it is over, each day for itself, and again where it must", async () => {
    const table = await givenTable();
    const device = createTestDevice();
    const day = (n: number) => new Date(Date.UTC(2026, 4, 1 + n, 20));
    await pay(table, 2, day(0));
    await signAll(table, device);
    await close(table, day(0));
    await pay(table, 1, day(0));
    await pay(table, 1, day(1));
    await pay(table, 1, day(2));
    const { restaurantId } = table;
    const first = () => readDay(db.pool, { restaurantId, date: "2026-05-01" });
    expect(await first()).toMatchObject({
      ...{ receipts: 3, closes: [{ number: 1 }], unclosed: { receipts: 1 } },
    });
    // Not signed yet: the days wait, nobody else does.
    await loopOf(device, day(3)).closeDays();
    expect(await closesOf(table)).toHaveLength(1);
    await signAll(table, device);
    // The third day is not over.
    await loopOf(device, day(2)).closeDays();
    expect(await closesOf(table)).toHaveLength(3);
    await loopOf(device, day(3)).closeDays();
    await loopOf(device, day(3)).closeDays();
    const closes = await closesOf(table);
    expect(closes.map(({ number, day, first, last }) => [number, day, first, last])).toEqual([
      [1, "2026-05-01", 1, 2],
      [2, "2026-05-01", 3, 3],
      [3, "2026-05-02", 4, 4],
      [4, "2026-05-03", 5, 5],
    ]);
    expect(closes.every(({ signature }) => signature !== null)).toBe(true);
    expect(new Set(closes.map(({ signature }) => signature)).size).toBe(4);
    expect(await first()).toMatchObject({ closes: [{}, { ofDay: 2 }], unclosed: { receipts: 0 } });
  });

  test("never holds a receipt of another, not even one given out as the day changed", async () => {
    const table = await givenTable();
    const device = createTestDevice();
    // Numbers 2 and 3 were decided the other way round.
    for (const hour of [3, 5, 3, 5]) await pay(table, 1, new Date(Date.UTC(2026, 4, 2, hour)));
    await signAll(table, device);
    await close(table, new Date(Date.UTC(2026, 4, 2, 6)));
    const closes = await closesOf(table);
    expect(closes.map(({ day, first, last }) => [day, first, last])).toEqual([
      ["2026-05-01", 1, 1],
      ["2026-05-02", 2, 2],
      ["2026-05-01", 3, 3],
      ["2026-05-02", 4, 4],
    ]);
    for (const date of ["2026-05-01", "2026-05-02"]) {
      const { sales, closes, unclosed } = await readDay(db.pool, { ...table, date });
      expect([sales, closes.map((each) => each.sales), unclosed.sales]).toEqual([
        200,
        [100, 100],
        0,
      ]);
    }
  });

  test("that is closed never changes, and no close leaves a gap", async () => {
    const table = await givenTable();
    await pay(table);
    const device = createTestDevice();
    await signAll(table, device);
    await close(table);
    await loopOf(device, new Date()).closeDays();
    const { restaurantId } = table;
    for (const change of ["totals = '{}'", "signature = 'x'"]) {
      const sql = `update fiscal_closes set ${change} where restaurant_id = $1`;
      await expect(db.owner.query(sql, [restaurantId])).rejects.toMatchObject({ code: "TU001" });
    }
    const gap = `insert into fiscal_closes (restaurant_id, business_day, number, first_receipt,
      last_receipt, totals, at) select restaurant_id, '2031-01-01', 3, 2, 2, totals, at
      from fiscal_closes where restaurant_id = $1`;
    await expect(db.owner.query(gap, [restaurantId])).rejects.toMatchObject({ code: "TU003" });
    await pay(table);
    const next = (day: string, ofDay: number) =>
      db.owner.query(
        `insert into fiscal_closes (restaurant_id, business_day, of_day, number, first_receipt,
           last_receipt, totals, at) select restaurant_id, $2, $3, 2, 2, 2, totals, at
         from fiscal_closes where restaurant_id = $1`,
        [restaurantId, day, ofDay],
      );
    await expect(next(dayOf(new Date()), 3)).rejects.toMatchObject({ code: "TU003" });
    await expect(next("2031-01-01", 1)).rejects.toMatchObject({ code: "TU003" });
  });
});
