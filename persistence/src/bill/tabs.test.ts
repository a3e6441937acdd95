import { TERMS } from "@tureen/shared/bill/testing/evening";
import type { TureenError } from "@tureen/shared/platform/errors";
import type { Payment } from "@tureen/shared/table/document/types";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expireSessions } from "../table/expire-sessions.ts";
import { givenRestaurant, later } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { applyChargeState } from "./apply-charge-state.ts";
import { applyNews } from "./apply-news.ts";
import { askProvider, chargeOf } from "./ask-provider.ts";
import { closeTab } from "./close-tab.ts";
import { closeTable } from "./close-table.ts";
import { readPayment } from "./payment-rows.ts";
import { type ClaimedTask, claimProviderTasks, retryTask } from "./provider-tasks.ts";
import {
  changeDemonstrationFaults,
  createDemonstrationProvider,
  NO_FAULTS,
  payDemonstration,
  takeDemonstrationNews,
} from "./providers/demonstration.ts";
import type { PaymentProvider } from "./providers/provider.ts";
import { readReceiptsOf } from "./read-bill.ts";
import { readBalances } from "./read-unpaid.ts";
import { refundPayment } from "./refund-payment.ts";
import { takePayment } from "./take-payment.ts";
import { givenPayingTable, type PayingTable } from "./testing/paying-table.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/** Ten euros at first, by five more; soups are 4.50, and a tip of ten percent has to fit. */
const TAB_TERMS = { ...TERMS, tab: { hold: 1000, step: 500 } };
const waiter = { kind: "staff", id: uuidv7(), role: "waiter" } as const;

async function tabAt(table: PayingTable, key: string): Promise<Payment> {
  const payment = (await table.view()).payments[key];
  if (!payment || payment.status === "rejected") throw new Error(`no tab: ${payment?.code}`);
  return payment;
}

/** Asks the provider everything that is due; what fails comes up again. Returns what was asked. */
async function askAll(
  { restaurantId }: PayingTable,
  { now = new Date(), provider = createDemonstrationProvider(db.pool) as PaymentProvider } = {},
): Promise<ClaimedTask["task"][]> {
  const claim = { restaurantId, limit: 100, now, leaseUntil: new Date(now.getTime() + 1) };
  const tasks = await claimProviderTasks(db.pool, claim);
  for (const task of tasks) {
    try {
      await askProvider(db.pool, { task, providerOf: async () => provider, now });
    } catch (error) {
      await retryTask(db.pool, task, { at: now, error: String(error) });
    }
  }
  return tasks.map(({ task }) => task);
}

/** Takes the demonstration's messages that are due, each as often as it is sent. */
async function deliver({ restaurantId }: PayingTable): Promise<number> {
  let count = 0;
  for (;;) {
    const due = { restaurantId, limit: 100, now: new Date() };
    const news = await takeDemonstrationNews(db.pool, due);
    if (news.length === 0) return count;
    for (const each of news) {
      await applyNews(db.pool, { ...each, ...due, provider: "demonstration" });
    }
    count += news.length;
  }
}

/** Puts the card of a diner down; returns the tab's key. */
async function putDown(table: PayingTable, seat = 1, amount = 1000): Promise<string> {
  const key = await table.wish(seat, { mode: "tab", amount });
  await askAll(table);
  const { id: paymentId } = await tabAt(table, key);
  const { restaurantId } = table;
  await payDemonstration(db.pool, { restaurantId, paymentId, outcome: "paid", now: new Date() });
  await deliver(table);
  return key;
}

async function givenTab({ dishes = 0, faults = NO_FAULTS, diners = 2 } = {}) {
  const restaurant = await givenRestaurant(db.pool);
  const table = await givenPayingTable(db.pool, restaurant, { terms: TAB_TERMS, diners });
  await changeDemonstrationFaults(db.pool, table.restaurantId, faults);
  const key = await putDown(table);
  if (dishes > 0) await table.order("Soup", dishes);
  return { restaurant, table, key };
}

/** A provider that fails in more than half of all calls, half of the times after it has done what it was asked. */
function failingNowAndThen(provider: PaymentProvider, seed: number) {
  let state = seed * 7919;
  let failures = 0;
  const fails = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 < 0.4;
  };
  const spoilt = async <T>(work: () => Promise<T>): Promise<T> => {
    const [before, after] = [fails(), fails()];
    if (before || after) failures += 1;
    if (before) throw new Error("500, without effect");
    const answer = await work();
    if (after) throw new Error("500, with effect");
    return answer;
  };
  const spoiltProvider: PaymentProvider = {
    ...provider,
    find: (charge) => spoilt(() => provider.find(charge)),
    raise: (charge, amount) => spoilt(() => provider.raise(charge, amount)),
    capture: (charge, amount) => spoilt(() => provider.capture(charge, amount)),
  };
  return { provider: spoiltProvider, failures: () => failures };
}

const close = (table: PayingTable, more: { tip?: number; seen?: number; holder?: string } = {}) =>
  closeTab(db.pool, {
    ...{ restaurantId: table.restaurantId, sessionId: table.sessionId, now: new Date() },
    ...{ holder: null, tip: 0, seen: null, by: waiter },
    ...more,
  });

async function charges({ restaurantId }: PayingTable) {
  const { rows } = await db.owner.query<{ state: string; amount: number }>(
    `select state, amount_minor as amount from demonstration_charges
     where restaurant_id = $1 order by at`,
    [restaurantId],
  );
  return rows;
}

async function ledger({ restaurantId }: PayingTable): Promise<string[]> {
  const { rows } = await db.owner.query(
    "select kind from bill_entries where restaurant_id = $1 order by number",
    [restaurantId],
  );
  return rows.map(({ kind }) => kind);
}

describe("A card that is put down", () => {
  test("is held, pays nothing yet, and is charged once for what is open when it is closed", async () => {
    const { table, key } = await givenTab();
    expect(await tabAt(table, key)).toMatchObject({
      ...{ status: "held", amount: 0, hold: { asked: 1000, held: 1000 } },
    });
    await table.order("Soup", 2);
    expect(await table.bill()).toMatchObject({ balance: 900, free: 900, paid: 0, reserved: 0 });
    expect(await close(table, { seen: 900, tip: 90, holder: "d1" })).toBe("capture");
    expect(await table.bill()).toMatchObject({ balance: 900, free: 0, reserved: 900 });
    await askAll(table);
    expect(await tabAt(table, key)).toMatchObject({
      ...{ status: "captured", amount: 900, tip: 90, receipt: 1 },
    });
    expect(await table.bill()).toMatchObject({ balance: 0, paid: 900, tips: 90 });
    expect(await charges(table)).toEqual([{ state: "captured", amount: 990 }]);
    expect(await ledger(table)).toEqual(["authorising", "authorised", "reserved", "captured"]);
    const [receipt, ...more] = await readReceiptsOf(db.pool, table);
    expect(receipt).toMatchObject({ number: 1, amount: 990 });
    expect(more).toEqual([]);
  });

  test("is charged for what others have not paid, a phone's payment and the card machine's alike", async () => {
    const { table, key } = await givenTab({ dishes: 1 });
    await table.order("Water", 1, 2);
    const { restaurantId } = table;
    const share = await table.ownShare(2);
    const wish = await table.wish(2, share);
    await askAll(table);
    const { id: paymentId } = await tabAt(table, wish);
    await payDemonstration(db.pool, { restaurantId, paymentId, outcome: "paid", now: new Date() });
    await deliver(table);
    await takePayment(db.pool, {
      ...{ restaurantId, sessionId: table.sessionId, method: "card", payer: null },
      wish: { mode: "amount", covers: [], payers: 1, amount: 200, tip: 0 },
      ...{ by: waiter, once: uuidv7(), now: new Date() },
    });
    const left = (await table.bill()).balance;
    expect(left).toBe(650 - (share.amount ?? 0) - 200);
    await close(table);
    await askAll(table);
    expect(await tabAt(table, key)).toMatchObject({ status: "captured", amount: left, tip: 0 });
    expect(await table.bill()).toMatchObject({ balance: 0, paid: 650, overpaid: 0 });
  });

  test("is one for the table, at the restaurant's amount, where there are tabs", async () => {
    const { table, restaurant } = await givenTab();
    const codeOf = async (of: PayingTable, wish: Parameters<PayingTable["wish"]>[1]) => {
      const key = await of.wish(2, { mode: "tab", ...wish });
      const payment = (await of.view()).payments[key];
      return payment?.status === "rejected" ? [payment.code, payment.now] : payment?.status;
    };
    expect(await codeOf(table, { amount: 1000 })).toEqual(["tab-open", null]);
    const at = (place: number, terms: typeof TERMS) =>
      givenPayingTable(db.pool, restaurant, { terms, table: place });
    const without = await at(1, TERMS);
    expect(await codeOf(without, { amount: 1000 })).toEqual(["tab-off", null]);
    const other = await givenPayingTable(db.pool, await givenRestaurant(db.pool), {
      terms: TAB_TERMS,
    });
    expect(await codeOf(other, { amount: 999 })).toEqual(["amount-differs", 1000]);
    expect(await codeOf(other, { amount: 1000, tip: 1 })).toEqual(["tip-refused", null]);
    // A bill that has been growing before is held in whole steps.
    await other.order("Soup", 3);
    expect(await codeOf(other, { amount: 1000 })).toEqual(["amount-differs", 1500]);
  });

  test("is given back when nothing is left to pay, and only by its holder or staff", async () => {
    const { table, key } = await givenTab({ dishes: 1 });
    await expect(close(table, { seen: 450, holder: "d2" })).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(close(table, { seen: 0, holder: "d1" })).rejects.toThrow(
      /amount-differs, now 450/,
    );
    await expect(close(table, { seen: 450, tip: 551 })).rejects.toThrow(/tip-refused, now 550/);
    const pay = { mode: "rest", covers: [], payers: 1, amount: 450, tip: 0 } as const;
    await takePayment(db.pool, {
      ...{ restaurantId: table.restaurantId, sessionId: table.sessionId, method: "cash" },
      ...{ payer: "d1", wish: pay, by: waiter, once: uuidv7(), now: new Date() },
    });
    expect(await close(table, { seen: 0, holder: "d1" })).toBe("release");
    expect(await tabAt(table, key)).toMatchObject({ status: "released", amount: 0 });
    await askAll(table);
    expect(await charges(table)).toEqual([{ state: "failed", amount: 1000 }]);
    expect(await table.bill()).toMatchObject({ paid: 450, balance: 0 });
    // Another one can be put down.
    await putDown(table, 2);
  });

  test("waits while somebody else pays all that is left", async () => {
    const { table } = await givenTab({ dishes: 1 });
    await table.wish(2, { mode: "rest", amount: 450 });
    await expect(close(table, { seen: 0 })).rejects.toThrow(/being-paid/);
    expect((await charges(table)).at(0)).toEqual({ state: "authorised", amount: 1000 });
  });

  test("is given back to its holder by a refund of the payment that it became", async () => {
    const { table, key } = await givenTab({ dishes: 1 });
    await close(table);
    await askAll(table);
    const { id: paymentId } = await tabAt(table, key);
    await refundPayment(db.pool, {
      ...{ restaurantId: table.restaurantId, paymentId, amount: 450, tip: 0, once: uuidv7() },
      ...{ reason: "cold", by: { ...waiter, role: "manager" }, now: new Date() },
    });
    expect(await askAll(table)).toContain("refund");
    expect(await tabAt(table, key)).toMatchObject({ refunded: 450 });
  });
});

describe("A bill that outgrows its hold", () => {
  test("has it raised by itself, in whole steps, with room for a tip", async () => {
    const { table, key } = await givenTab({ dishes: 2 });
    expect(await askAll(table)).not.toContain("raise");
    await table.order("Soup", 1);
    expect(await askAll(table)).toContain("raise");
    expect(await tabAt(table, key)).toMatchObject({ status: "held", hold: { held: 1500 } });
    expect(await charges(table)).toEqual([{ state: "authorised", amount: 1500 }]);
    // News of the first hold that come again now, and those of the raise twice.
    const { id } = await tabAt(table, key);
    const { restaurantId } = table;
    for (const amount of [1000, 1500]) {
      const state = { state: "authorised", reference: "r", amount, currency: "EUR" } as const;
      const news = { restaurantId, paymentId: id, state, now: new Date() };
      expect(await applyChargeState(db.pool, news)).toBe("nothing");
    }
    expect(await tabAt(table, key)).toMatchObject({ hold: { held: 1500 } });
    expect(await ledger(table)).toEqual(["authorising", "authorised", "authorised"]);
  });

  test("loses nothing when the bank refuses: it is told, and what is held is still good", async () => {
    const { table, key } = await givenTab({ faults: { ...NO_FAULTS, declineRaise: true } });
    await table.order("Soup", 3);
    await askAll(table);
    expect(await tabAt(table, key)).toMatchObject({
      ...{ status: "held", hold: { held: 1000, refused: 1500 } },
    });
    // It is not asked again and again.
    await table.order("Soup", 1);
    expect(await askAll(table)).not.toContain("raise");
    await expect(close(table, { seen: 1800 })).rejects.toThrow(/amount-differs, now 1000/);
    await close(table, { seen: 1000 });
    await askAll(table);
    expect(await table.bill()).toMatchObject({ paid: 1000, balance: 800, free: 800 });
    expect(await charges(table)).toEqual([{ state: "captured", amount: 1000 }]);
  });

  test("is noticed too when it grew while the card was put down", async () => {
    const restaurant = await givenRestaurant(db.pool);
    const table = await givenPayingTable(db.pool, restaurant, { terms: TAB_TERMS });
    const key = await table.wish(1, { mode: "tab", amount: 1000 });
    await table.order("Soup", 3);
    await askAll(table);
    const { restaurantId } = table;
    const { id: paymentId } = await tabAt(table, key);
    await payDemonstration(db.pool, { restaurantId, paymentId, outcome: "paid", now: new Date() });
    await deliver(table);
    await askAll(table);
    expect(await tabAt(table, key)).toMatchObject({ hold: { held: 1500 } });
  });
});

describe("A tab that is closed is charged once", () => {
  test("when several close it in the same instant", async () => {
    const { table, key } = await givenTab({ dishes: 2 });
    const all = await Promise.all([
      ...[close(table), close(table, { seen: 900, holder: "d1" }), close(table)],
    ]);
    expect(all.toSorted()).toEqual(["capture", "none", "none"]);
    await Promise.all([askAll(table), askAll(table)]);
    expect(await tabAt(table, key)).toMatchObject({ status: "captured", amount: 900 });
    expect((await ledger(table)).filter((kind) => kind === "captured")).toHaveLength(1);
    expect(await readReceiptsOf(db.pool, table)).toHaveLength(1);
  });

  test("when a guest pays their own share in the same instant", async () => {
    for (let round = 0; round < 5; round++) {
      const { table } = await givenTab({ dishes: 1 });
      await table.order("Soup", 1, 2);
      const wish = table.wish(2, await table.ownShare(2));
      const closed = close(table).catch((error: TureenError) => error.code);
      await Promise.all([wish, closed]);
      const { reserved, free, total } = await table.bill();
      expect([reserved, free, total]).toEqual([900, 0, 900]);
    }
  });

  test("however its news come: late, several times, in the wrong order, never", async () => {
    for (const faults of [
      { ...NO_FAULTS, times: 3, reorder: true },
      { ...NO_FAULTS, times: 0 },
      { ...NO_FAULTS, delayMs: 60_000 },
    ]) {
      const restaurant = await givenRestaurant(db.pool);
      const table = await givenPayingTable(db.pool, restaurant, { terms: TAB_TERMS });
      const key = await putDown(table);
      await changeDemonstrationFaults(db.pool, table.restaurantId, faults);
      await table.order("Soup", 3);
      await askAll(table);
      await close(table);
      await askAll(table);
      await deliver(table);
      await askAll(table, { now: later(new Date()) });
      expect(await tabAt(table, key)).toMatchObject({ status: "captured", amount: 1350 });
      expect(await readReceiptsOf(db.pool, table)).toHaveLength(1);
    }
  });

  test("when a process dies between the charge and its record", async () => {
    const { table, key } = await givenTab({ dishes: 2 });
    await close(table, { tip: 50 });
    const good = createDemonstrationProvider(db.pool);
    let calls = 0;
    const dying: PaymentProvider = {
      ...good,
      async capture(charge, amount) {
        calls += 1;
        const state = await good.capture(charge, amount);
        if (calls < 3) throw new Error("killed");
        return state;
      },
    };
    for (let round = 0; round < 3; round++) await askAll(table, { provider: dying });
    expect(calls).toBe(3);
    expect(await tabAt(table, key)).toMatchObject({ status: "captured", amount: 900, tip: 50 });
    expect(await charges(table)).toEqual([{ state: "captured", amount: 950 }]);
    // Its news, and a look that comes after all, change nothing.
    await deliver(table);
    await askAll(table, { now: later(new Date()) });
    expect((await ledger(table)).filter((kind) => kind === "captured")).toHaveLength(1);
  });

  test("by a provider that fails before and after what it does, whatever is tried again", async () => {
    let failures = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const failing = failingNowAndThen(createDemonstrationProvider(db.pool), seed);
      const { table, key } = await givenTab({ dishes: 3 });
      const settle = async () => {
        for (let i = 0; i < 12; i++) await askAll(table, { provider: failing.provider });
      };
      await settle();
      await close(table);
      await settle();
      const tab = await tabAt(table, key);
      expect(tab).toMatchObject({ status: "captured", amount: 1350, hold: { held: 1500 } });
      expect(await charges(table)).toEqual([{ state: "captured", amount: 1350 }]);
      failures += failing.failures();
    }
    expect(failures).toBeGreaterThan(6);
  });
});

describe("A table that is over", () => {
  test("by itself has its tab charged for what is open", async () => {
    const { table, key } = await givenTab({ dishes: 2 });
    await expireSessions(db.pool, { now: later(later(new Date())) });
    const now = later(new Date());
    expect(await askAll(table, { now })).toContain("look");
    expect(await askAll(table, { now })).toContain("capture");
    expect(await tabAt(table, key)).toMatchObject({ status: "captured", amount: 900, tip: 0 });
    expect(await readBalances(db.pool, table)).toEqual([]);
  });

  test("stays visibly unpaid when the card cannot be charged any more", async () => {
    const { table, key } = await givenTab({ dishes: 2 });
    await close(table);
    await changeDemonstrationFaults(db.pool, table.restaurantId, {
      ...NO_FAULTS,
      expireHolds: true,
    });
    await expireSessions(db.pool, { now: later(later(new Date())) });
    await askAll(table);
    expect(await tabAt(table, key)).toMatchObject({ status: "failed", amount: 900 });
    expect(await readBalances(db.pool, table)).toMatchObject([
      { status: "expired", balance: 900, reserved: 0 },
    ]);
  });

  test("closes once its card is charged, and gives it back when nothing is left", async () => {
    const closing = ({ restaurantId, sessionId }: PayingTable) =>
      closeTable(db.pool, { restaurantId, sessionId, by: waiter, now: new Date() });
    const { table, key } = await givenTab({ dishes: 2 });
    await expect(closing(table)).rejects.toMatchObject({ code: "bill-open" });
    expect(await tabAt(table, key)).toMatchObject({ status: "reserved", amount: 900 });
    await expect(closing(table)).rejects.toMatchObject({ code: "bill-open" });
    await askAll(table);
    await closing(table);
    const unused = await givenTab();
    await closing(unused.table);
    expect(await tabAt(unused.table, unused.key)).toMatchObject({ status: "released" });
    const { rows } = await db.owner.query(
      `select count(*)::int as all, tureen_failed_payments(now() - interval '1 hour')::int as failed
       from payments where restaurant_id = $1 and status = 'failed'`,
      [unused.table.restaurantId],
    );
    // Given back, it is no failure that anybody has to look at.
    expect(rows[0]?.all).toBe(1);
    const counted = await db.owner.query(
      `select count(*)::int as failed from payments
       where status = 'failed' and (authorised_minor is null or tab_closed_at is not null)`,
    );
    expect(rows[0]?.failed).toBe(counted.rows[0].failed);
    await askAll(unused.table);
    expect(await charges(unused.table)).toEqual([{ state: "failed", amount: 1000 }]);
  });
});

describe("A hold", () => {
  test("that runs out with the provider is told, and what it was for is open", async () => {
    const { table, key } = await givenTab({ dishes: 1 });
    await changeDemonstrationFaults(db.pool, table.restaurantId, {
      ...NO_FAULTS,
      expireHolds: true,
    });
    await askAll(table, { now: later(new Date()) });
    expect(await tabAt(table, key)).toMatchObject({ status: "lapsed" });
    expect(await close(table)).toBe("none");
    expect(await table.bill()).toMatchObject({ balance: 450, free: 450 });
  });

  test("that comes after its time is let go, and never charged", async () => {
    const restaurant = await givenRestaurant(db.pool);
    const table = await givenPayingTable(db.pool, restaurant, { terms: TAB_TERMS });
    const key = await table.wish(1, { mode: "tab", amount: 1000 });
    const { id: paymentId } = await tabAt(table, key);
    const about = { restaurantId: table.restaurantId, paymentId, now: new Date() };
    await applyChargeState(db.pool, {
      ...{ ...about, lapsed: true, state: { state: "failed", reference: "r" } },
    });
    expect(await tabAt(table, key)).toMatchObject({ status: "lapsed" });
    const held = { state: "authorised", reference: "r", amount: 1000, currency: "EUR" } as const;
    expect(await applyChargeState(db.pool, { ...about, state: held })).toBe("nothing");
    const { rows } = await db.owner.query(
      "select 1 from provider_tasks where restaurant_id = $1 and task = 'cancel'",
      [table.restaurantId],
    );
    expect(rows).toHaveLength(1);
  });

  test("that somebody charges elsewhere is not believed, before or after it is given back", async () => {
    const { table, key } = await givenTab();
    const { id: paymentId } = await tabAt(table, key);
    const about = { restaurantId: table.restaurantId, paymentId, now: new Date() };
    const taken = { state: "captured", reference: "r", amount: 1000, currency: "EUR" } as const;
    expect(await applyChargeState(db.pool, { ...about, state: taken })).toBe("nothing");
    await close(table, { seen: 0 });
    expect(await applyChargeState(db.pool, { ...about, state: taken })).toBe("nothing");
    expect(await table.bill()).toMatchObject({ paid: 0 });
    const { rows } = await db.owner.query(
      `select 1 from session_activity_log where restaurant_id = $1 and action = 'payment.mismatch'`,
      [table.restaurantId],
    );
    expect(rows).toHaveLength(2);
  });

  test("is charged for no more than is held, even by whoever writes to the database", async () => {
    const { table, key } = await givenTab({ dishes: 1 });
    const { id } = await tabAt(table, key);
    const change = (set: string) =>
      db.owner.query(`update payments set ${set} where restaurant_id = $1 and id = $2`, [
        ...[table.restaurantId, id],
      ]);
    for (const set of [
      "amount_minor = 1",
      "authorised_minor = 1",
      "tab_closed_at = now(), amount_minor = 1001",
      "tab_closed_at = now(), amount_minor = 900, tip_minor = 101",
    ]) {
      await expect(change(set)).rejects.toMatchObject({ code: "TU001" });
    }
    await expect(change("status = 'captured'")).rejects.toMatchObject({ code: "TU002" });
    await close(table);
    await expect(change("amount_minor = 1, tab_closed_at = now()")).rejects.toMatchObject({
      code: "TU001",
    });
    const row = await readPayment(db.pool, { restaurantId: table.restaurantId, paymentId: id });
    expect(row && chargeOf(table.restaurantId, row)).toMatchObject({ amount: 1000, manual: true });
  });
});
