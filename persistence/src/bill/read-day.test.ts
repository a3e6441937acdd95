import { type Bill, paymentsOf } from "@tureen/shared/bill/bill";
import type { AnyReceipt, ReceiptContent } from "@tureen/shared/bill/receipt";
import { sumByRate } from "@tureen/shared/bill/terms";
import { TERMS } from "@tureen/shared/bill/testing/evening";
import { standing } from "@tureen/shared/bill/voids";
import { businessDayOf, DEFAULT_DAYS } from "@tureen/shared/platform/business-day";
import { TureenError } from "@tureen/shared/platform/errors";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { givenRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { adjustBill } from "./adjust-bill.ts";
import { applyChargeState } from "./apply-charge-state.ts";
import { applyRefundState } from "./apply-refund-state.ts";
import { closeDay } from "./fiscal/close-day.ts";
import { createPlainDevice } from "./fiscal/plain-device.ts";
import { claimFiscalRecord, signReceipt } from "./fiscal/sign-receipt.ts";
import { issueTableReceipt } from "./issue-table-receipt.ts";
import { readDay } from "./read-day.ts";
import { readJournal, readJournalRange } from "./read-journal.ts";
import { refundPayment } from "./refund-payment.ts";
import { takePayment } from "./take-payment.ts";
import { givenPayingTable, type PayingTable } from "./testing/paying-table.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const manager = { kind: "staff", id: uuidv7(), role: "manager" } as const;
const today = () => businessDayOf(new Date(), DEFAULT_DAYS);

/** What may happen at a table, with a number that says how much of it. */
const happening = fc.record({
  table: fc.nat(2),
  what: fc.constantFrom(
    ...([
      "order",
      "order",
      "cash",
      "card",
      "online",
      "declined",
      "refund",
      "refund-fails",
    ] as const),
    ...(["discount", "charge", "write-off", "comp", "settle", "table-receipt"] as const),
    ...(["void", "comp-all", "service-off", "undo", "close"] as const),
  ),
  size: fc.integer({ min: 1, max: 400 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What every evening begins with, since by chance alone some would be without. */
const BEGINNING = (
  [
    ...(["charge", "charge", "discount", "comp", "void", "undo", "cash", "close"] as const),
    ...(["cash", "close", "refund"] as const),
  ] satisfies Happening["what"][]
).map((what): Happening => ({ table: 0, what, size: 301 + (what === "undo" ? 1 : 0) }));

/** Has all receipts signed, and closes the day. */
async function closeAll(restaurantId: string): Promise<void> {
  const now = new Date();
  const claim = { restaurantId, now, leaseUntil: new Date(now.getTime() + 60_000) };
  for (;;) {
    const [record] = await claimFiscalRecord(db.pool, claim);
    if (!record) break;
    await signReceipt(db.pool, { record, device: createPlainDevice() });
  }
  await closeDay(db.pool, { restaurantId, date: today(), by: manager, now });
}

/** Does it as it can be done now; a refusal is part of an evening. */
async function happen(table: PayingTable, { what, size }: Happening): Promise<void> {
  const { restaurantId, sessionId } = table;
  const now = new Date();
  const adjust = (adjustment: Parameters<typeof adjustBill>[1]["what"]) =>
    adjustBill(db.pool, {
      ...{ restaurantId, sessionId, what: adjustment, reason: "because" },
      ...{ by: manager, once: uuidv7(), now },
    });
  switch (what) {
    case "order":
      await table.order(size % 2 ? "Soup" : "Water", 1 + (size % 3), 1 + (size % 2));
      return;
    case "cash":
    case "card": {
      const wish = { mode: "amount", covers: [], payers: 1, amount: size, tip: size % 50 } as const;
      const call = { restaurantId, sessionId, method: what, payer: null, wish, now };
      await takePayment(db.pool, { ...call, by: manager, once: uuidv7() });
      return;
    }
    case "online":
    case "declined": {
      const key = await table.wish(1, { mode: "amount", amount: size, tip: size % 30 });
      const payment = (await table.view()).payments[key];
      if (!payment || payment.status === "rejected") return;
      const amount = payment.amount + payment.tip;
      await applyChargeState(db.pool, {
        ...{ restaurantId, paymentId: payment.id, now },
        state:
          what === "online"
            ? { state: "captured", reference: "r", amount, currency: "EUR" }
            : { state: "failed", reference: "r" },
      });
      return;
    }
    case "refund":
    case "refund-fails": {
      const paid = paymentsOf(await table.view()).filter(({ status }) => status === "captured");
      const payment = paid[size % Math.max(1, paid.length)];
      if (!payment) return;
      const refundId = uuidv7();
      const about = { restaurantId, paymentId: payment.id, now };
      await refundPayment(db.pool, {
        ...{ ...about, amount: Math.ceil(size / 4), tip: size % 5, by: manager },
        ...{ reason: "cold", once: refundId },
      });
      if (what === "refund-fails" && payment.method === "online") {
        await applyRefundState(db.pool, { ...about, refundId, state: "failed" });
      }
      return;
    }
    case "settle": {
      const { free: amount } = await table.bill();
      const wish = { mode: "rest", covers: [], payers: 1, amount, tip: size % 50 } as const;
      const call = { restaurantId, sessionId, method: "cash", payer: null, wish, now } as const;
      await takePayment(db.pool, { ...call, by: manager, once: uuidv7() });
      await issueTableReceipt(db.pool, { restaurantId, sessionId, by: manager, now });
      return;
    }
    case "table-receipt":
      await issueTableReceipt(db.pool, { restaurantId, sessionId, by: manager, now });
      return;
    case "discount":
      await adjust({ kind: what, on: null, off: size % 2 ? { percent: size } : { amount: size } });
      return;
    case "charge":
      await adjust({ kind: what, name: "Corkage", amount: size, category: "drinks" });
      return;
    case "write-off":
      await adjust({ kind: what, amount: size });
      return;
    case "service-off":
      await adjust({ kind: what });
      return;
    case "comp-all":
      await adjust({ kind: "comp", on: null });
      return;
    case "undo": {
      const entries = standing((await table.view()).entries);
      const entry = entries[size % Math.max(1, entries.length)]?.number;
      if (entry !== undefined) await adjust({ kind: "reversal", entry });
      return;
    }
    case "void": {
      const { lines } = await table.bill();
      const line = lines[size % Math.max(1, lines.length)];
      if (!line) return;
      await adjust({ kind: what, on: { order: line.order, line: line.line }, portions: 1 });
      return;
    }
    case "close":
      await closeAll(restaurantId);
      return;
    case "comp": {
      const line = (await table.bill()).lines[0];
      if (line) await adjust({ kind: what, on: { order: line.order, line: line.line } });
      return;
    }
  }
}

const sum = <T>(of: readonly T[], amount: (each: T) => number) =>
  of.reduce((total, each) => total + amount(each), 0);

type Sums = Awaited<ReturnType<typeof readDay>>["unclosed"];

/** What several sums come to. */
function summed(all: readonly Sums[]): Sums {
  const means = all.flatMap((each) => each.means);
  return {
    ...{ sales: sum(all, ({ sales }) => sales), tips: sum(all, ({ tips }) => tips) },
    rounding: sum(all, ({ rounding }) => rounding),
    receipts: sum(all, ({ receipts }) => receipts),
    refunds: sum(all, ({ refunds }) => refunds),
    taxes: sumByRate(all.flatMap(({ taxes }) => taxes)),
    means: (["card", "cash", "online"] as const).flatMap((method) => {
      const of = means.filter((each) => each.method === method);
      if (of.length === 0) return [];
      const total = (what: "payments" | "amount" | "tips" | "rounding") =>
        sum(of, (each) => each[what]);
      return [
        {
          ...{ method, payments: total("payments"), amount: total("amount") },
          ...{ tips: total("tips"), rounding: total("rounding") },
        },
      ];
    }),
  };
}

/** The closes, numbered without gaps, and what none of them holds come to the day. */
function expectCloses(day: Awaited<ReturnType<typeof readDay>>): void {
  const { sales, tips, rounding, receipts, refunds, taxes, means, closes, unclosed } = day;
  const whole = summed([{ sales, tips, rounding, receipts, refunds, taxes, means }]);
  expect(summed([...closes, unclosed])).toEqual(whole);
  expect(closes.map(({ number, ofDay }) => [number, ofDay])).toEqual(
    closes.map((_, i) => [i + 1, i + 1]),
  );
}

/** Each adds up by itself, and is the sum of the receipts that it names. */
function expectTableReceipts(all: readonly AnyReceipt[]): void {
  for (const table of all) {
    if (table.kind !== "table") continue;
    const named = table.receipts.map(({ number }) => number);
    const summed = all.filter((each): each is ReceiptContent => named.includes(each.number));
    expect(table.receipts).toEqual(
      summed.map(({ number, kind, method, amount, tip, rounding }) => ({
        ...{ number, kind, method, amount, tip, rounding },
      })),
    );
    expect(table.taxes).toEqual(sumByRate(summed.flatMap(({ taxes }) => taxes)));
    const { lines, listed, reduced, service, taxAdded, total, writtenOff } = table;
    expect(sum(lines, ({ amount }) => amount)).toBe(listed);
    expect(sum(lines, (line) => line.reduced)).toBe(reduced);
    expect(listed - reduced + service + taxAdded).toBe(total);
    expect(sum(summed, ({ amount }) => amount)).toBeGreaterThanOrEqual(total - writtenOff);
  }
}

/** What is said of changes is what they do to the tables' bills. */
function expectAmounts(
  adjustments: Awaited<ReturnType<typeof readDay>>["adjustments"],
  bills: readonly Bill[],
): void {
  const of = (...kinds: string[]) =>
    sum(adjustments, ({ kind, amount }) => (kinds.includes(kind) ? (amount ?? 0) : 0));
  const listed = sum(bills, (bill) => bill.listed);
  expect(sum(bills, ({ ordered }) => ordered) + of("charge") - of("void")).toBe(listed);
  expect(of("discount", "comp")).toBe(sum(bills, ({ reduced }) => reduced));
  expect(of("write-off")).toBe(sum(bills, ({ writtenOff }) => writtenOff));
  const changes = bills.flatMap((bill) => bill.changes);
  for (const { kind, times, undone, amount } of adjustments) {
    const holding = changes.filter((change) => change.kind === kind);
    if (kind === "reversal") continue;
    expect([kind, times - undone]).toEqual([kind, holding.length]);
    expect([kind, amount]).toEqual([kind, sum(holding, (change) => change.amount)]);
  }
}

describe("A day's totals", () => {
  test("are the sum of its receipts, and what all its tables paid, whatever happened", async () => {
    const evening = fc.array(happening, { minLength: 15, maxLength: 30 });
    const seen = { receipts: 0, refunds: 0, adjustments: 0, ofTables: 0, closes: 0, undone: 0 };
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(evening, async (happenings) => {
        const restaurant = await givenRestaurant(db.pool, { tables: 3 });
        const { restaurantId } = restaurant;
        const service = {
          rate: { percent: 1000 },
          of: "net",
          fromGuests: 1,
          category: "food",
        } as const;
        const terms = { ...TERMS, cashStep: 5, service };
        const tables: PayingTable[] = [];
        for (const table of [0, 1, 2]) {
          const opened = await givenPayingTable(db.pool, restaurant, { table, terms });
          await opened.order("Soup", 2);
          tables.push(opened);
        }
        for (const each of [...BEGINNING, ...happenings]) {
          const table = tables[each.table];
          if (!table) throw new RangeError("no such table");
          await happen(table, each).catch((error: unknown) => {
            if (!(error instanceof TureenError)) throw error;
          });
        }

        const day = await readDay(db.pool, { restaurantId, date: today() });
        const { rows } = await db.owner.query<{ content: string }>(
          "select content from receipts where restaurant_id = $1 order by number",
          [restaurantId],
        );
        const all = rows.map(({ content }) => JSON.parse(content) as AnyReceipt);
        const receipts = all.filter((each): each is ReceiptContent => each.kind !== "table");
        expect(day).toMatchObject({
          receipts: receipts.length,
          refunds: receipts.filter(({ kind }) => kind === "refund").length,
          sales: sum(receipts, ({ amount }) => amount),
          tips: sum(receipts, ({ tip }) => tip),
          rounding: sum(receipts, ({ rounding }) => rounding),
        });
        expectCloses(day);
        expect(sumByRate(day.taxes)).toEqual(sumByRate(receipts.flatMap(({ taxes }) => taxes)));
        expect(sum(day.means, ({ amount }) => amount)).toBe(day.sales);
        expect(sum(day.means, ({ payments }) => payments)).toBe(day.receipts - day.refunds);
        expect(sum(day.taxes, ({ gross }) => gross)).toBe(day.sales);

        expectTableReceipts(all);
        expect(all.map(({ number }) => number)).toEqual(all.map((_, i) => i + 1));

        seen.ofTables += all.length - receipts.length;
        seen.receipts += day.receipts;
        seen.refunds += day.refunds;
        seen.adjustments += day.adjustments.length;
        for (const { kind, amount } of day.adjustments) if (amount) kinds.add(kind);

        seen.closes += day.closes.length;
        seen.undone += sum(day.adjustments, ({ undone }) => undone);

        const bills = await Promise.all(tables.map((table) => table.bill()));
        const payments = (await Promise.all(tables.map((table) => table.view()))).flatMap((view) =>
          paymentsOf(view).filter(({ status }) => status === "captured"),
        );
        expect(sum(bills, ({ paid }) => paid)).toBe(day.sales);
        expect(sum(bills, ({ tips }) => tips)).toBe(day.tips);
        expect(sumByRate(payments.flatMap(({ taxes = [] }) => taxes))).toEqual(
          sumByRate(day.taxes),
        );
        const entries = await db.owner.query<{ times: number }>(
          `select count(*)::int as times from bill_entries
           where restaurant_id = $1 and kind = 'adjusted'`,
          [restaurantId],
        );
        expect(sum(day.adjustments, ({ times }) => times)).toBe(entries.rows[0]?.times);
        expectAmounts(day.adjustments, bills);
        expect(day.open.map(({ table, balance }) => [table, balance])).toEqual(
          bills.map(({ balance }, i) => [String(i + 1), balance]),
        );
      }),
      { numRuns: 4 },
    );
    // Else the evenings were nothing but refusals.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
    expect([...kinds]).toEqual(expect.arrayContaining(["charge", "comp", "discount", "void"]));
  }, 120_000);

  test("say what adjustments take off, and leave other days out", async () => {
    const restaurant = await givenRestaurant(db.pool);
    const { restaurantId } = restaurant;
    const table = await givenPayingTable(db.pool, restaurant);
    await table.order("Soup", 2);
    const { listed } = await table.bill();
    const discount = { what: "discount", table: 0 } as const;
    await happen(table, { ...discount, size: 1001 });
    const tenth = Math.round((listed * 1001) / 10_000);
    for (const size of [100, 200]) await happen(table, { ...discount, size });
    await happen(table, { what: "cash", size: 300, table: 0 });
    const read = () => readDay(db.pool, { restaurantId, date: today() });
    const day = await read();
    expect(day.adjustments).toEqual([
      { kind: "discount", times: 3, undone: 0, amount: 300 + tenth },
    ]);
    // The second of the three.
    await happen(table, { what: "undo", size: 1, table: 0 });
    await happen(table, { what: "void", size: 2, table: 0 });
    const half = listed / 2;
    expect((await read()).adjustments).toEqual([
      { kind: "discount", times: 3, undone: 1, amount: 200 + Math.round((half * 1001) / 10_000) },
      { kind: "reversal", times: 1, undone: 0, amount: null },
      { kind: "void", times: 1, undone: 0, amount: half },
    ]);
    expect(day.to - day.from).toBe(24 * 60 * 60 * 1000);
    const other = await readDay(db.pool, { restaurantId, date: "2020-02-29" });
    expect(other).toMatchObject({ sales: 0, receipts: 0, taxes: [], means: [], open: [] });
    expect(other.adjustments).toEqual([]);
    expect(other.from).toBe(Date.UTC(2020, 1, 29, 4));
  });
});

describe("The journal", () => {
  test("has each receipt of its days once, page by page", async () => {
    const restaurant = await givenRestaurant(db.pool);
    const table = await givenPayingTable(db.pool, restaurant);
    await table.order("Soup", 2);
    for (let n = 0; n < 5; n++) await happen(table, { what: "card", size: 50, table: 0 });
    const { restaurantId } = restaurant;
    const period = { restaurantId, from: today(), to: today() };
    const range = await readJournalRange(db.pool, period);
    expect(range).toMatchObject({ count: 5, last: 5 });
    const pages = [];
    for (let after = 0; after < range.last; after += 2) {
      pages.push(await readJournal(db.pool, { ...period, after, last: range.last, limit: 2 }));
    }
    expect(pages.flat().map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(pages.flat()[0]).toMatchObject({ method: "card", amount: 50, state: "pending" });
    const none = { ...period, from: "2020-01-01", to: "2020-01-31" };
    expect(await readJournalRange(db.pool, none)).toMatchObject({ count: 0, last: 0 });
    await happen(table, { what: "settle", size: 1, table: 0 });
    const all = await readJournal(db.pool, { ...period, after: 5, last: 9, limit: 9 });
    expect(all).toMatchObject([
      { number: 6, kind: "payment", method: "cash", state: "pending" },
      { number: 7, kind: "table", method: null, amount: 0, tip: 0, taxes: [], state: null },
    ]);
  });
});
