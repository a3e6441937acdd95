import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { closeDay, closePastDays } from "../../bill/fiscal/close-day.ts";
import { createPlainDevice } from "../../bill/fiscal/plain-device.ts";
import { claimFiscalRecord, signReceipt } from "../../bill/fiscal/sign-receipt.ts";
import { takePayment } from "../../bill/take-payment.ts";
import { givenPayingTable } from "../../bill/testing/paying-table.ts";
import { SERVER } from "../../platform/actor.ts";
import { givenRestaurant } from "../../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { auditAll, type FaultCode } from "./audit.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

let db: TestDatabase;
let restaurantId: string;
let slug: string;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/**
 * A restaurant with two closed days of two receipts each, the second closed twice, and one receipt that
 * waits for the device.
 */
beforeEach(async () => {
  const restaurant = await givenRestaurant(db.pool);
  ({ restaurantId, slug } = restaurant);
  const table = await givenPayingTable(db.pool, restaurant);
  await table.order("Soup", 9);
  const day = (n: number) => new Date(Date.UTC(2026, 4, 1 + n, 20));
  const device = createPlainDevice();
  let paid = 0;
  for (const at of [day(0), day(0), day(1), day(1), day(2)]) {
    const wish = { mode: "amount", covers: [], payers: 1, amount: 100, tip: 10 } as const;
    const by = { kind: "staff", id: uuidv7(), role: "waiter" } as const;
    const { sessionId } = table;
    const call = { restaurantId, sessionId, method: "cash", payer: null, wish, by } as const;
    await takePayment(db.pool, { ...call, once: uuidv7(), now: at });
    const claim = { restaurantId, now: at, leaseUntil: new Date(at.getTime() + 60_000) };
    if (at.getTime() === day(2).getTime()) continue;
    for (const record of await claimFiscalRecord(db.pool, claim)) {
      await signReceipt(db.pool, { record, device });
    }
    if (++paid === 3) {
      await closeDay(db.pool, { restaurantId, date: "2026-05-02", by: SERVER, now: at });
    }
  }
  const now = new Date(day(1).getTime() + DAY_MS);
  await closePastDays(db.pool, { restaurantId, deviceOf: async () => device, now });
});

/** What the audit says after somebody with all rights and no triggers has run these statements. */
async function faultsAfter(...statements: string[]) {
  const client = await db.owner.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const each of statements) {
      await client.query(each.replaceAll("$R", `'${restaurantId}'::uuid`));
    }
  } finally {
    client.release(true);
  }
  const { restaurants } = await auditAll(db.owner, { slug });
  return restaurants.flatMap(({ faults }) => faults);
}

const record = (set: string, number: number) =>
  `update fiscal_records set ${set} where restaurant_id = $R and receipt_number = ${number}`;
const close = (set: string, number: number) =>
  `update fiscal_closes set ${set} where restaurant_id = $R and number = ${number}`;

test("the audit counts what is signed, and what waits is no fault", async () => {
  expect(await faultsAfter()).toEqual([]);
  expect(await auditAll(db.owner, { slug })).toMatchObject({ ok: true, signed: 4, unsigned: 1 });
});

describe("the audit says so when somebody", () => {
  const cases: [what: string, statements: string[], code: FaultCode, about: string][] = [
    ["changes a signature", [record("signature = repeat('a', 64)", 2)], "signature-altered", "2"],
    ["changes what it builds on", [record("previous = 'x'", 3)], "signature-link-broken", "3"],
    ["changes when it was begun", [record("transaction = '9'", 1)], "signature-altered", "1"],
    [
      "removes a record",
      ["delete from fiscal_records where restaurant_id = $R and receipt_number = 2"],
      "signature-missing",
      "2",
    ],
    [
      "makes one unsigned again",
      [
        record(
          "state = 'pending', signature = null, device = null, transaction = null, signed_at = null",
          2,
        ),
      ],
      "signature-missing",
      "2",
    ],
    [
      "changes a receipt, and what the ledger says of it",
      [
        `update receipts set content = replace(content, '"tip":10', '"tip":90')
         where restaurant_id = $R and number = 1`,
      ],
      "signature-altered",
      "1",
    ],
    [
      "makes a receipt unreadable",
      ["update receipts set content = '{]' where restaurant_id = $R and number = 1"],
      "signature-altered",
      "1",
    ],
    [
      "changes a day's totals",
      [close("totals = replace(totals, '200', '100')", 1)],
      "day-altered",
      "1",
    ],
    ["changes a day's signature", [close("signature = repeat('b', 64)", 2)], "day-altered", "2"],
    [
      "changes when a day was closed",
      [close("at = at + interval '1 second'", 2)],
      "day-altered",
      "2",
    ],
    [
      "removes a day",
      ["delete from fiscal_closes where restaurant_id = $R and number = 1"],
      "day-missing",
      "2",
    ],
    ["leaves a receipt out of a day", [close("last_receipt = 1", 1)], "day-missing", "2"],
    ["numbers the closes of a day otherwise", [close("of_day = 3", 3)], "day-missing", "3"],
    [
      "moves a close to another day",
      [close("business_day = '2026-05-01', of_day = 2", 2)],
      "day-altered",
      "2",
    ],
    [
      "moves a receipt to another day",
      ["update receipts set business_day = '2026-05-01' where restaurant_id = $R and number = 4"],
      "day-altered",
      "3",
    ],
  ];
  test.each(cases)("%s", async (_, statements, code, about) => {
    const faults = await faultsAfter(...statements);
    expect(faults.map((fault) => fault.code)).toContain(code);
    const named = faults.find((fault) => fault.code === code);
    expect(named?.sentence).toMatch(new RegExp(`^(receipt|close) ${about}\\b`));
  });
});
