import { checkProof } from "@tureen/shared/bill/proof";
import { type TableReceiptContent, tableReceiptContent } from "@tureen/shared/bill/receipt";
import { TERMS } from "@tureen/shared/bill/testing/evening";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditAll, type Head } from "../replay/audit/audit.ts";
import { eraseDiner } from "../table/erase-diner.ts";
import { givenRestaurant } from "../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { adjustBill } from "./adjust-bill.ts";
import { anchorLedger } from "./anchor-ledger.ts";
import { createPlainDevice } from "./fiscal/plain-device.ts";
import { claimFiscalRecord, signReceipt } from "./fiscal/sign-receipt.ts";
import { issueTableReceipt } from "./issue-table-receipt.ts";
import { readReceiptsOf } from "./read-bill.ts";
import { readReceipt } from "./read-receipt.ts";
import { refundPayment } from "./refund-payment.ts";
import { takePayment } from "./take-payment.ts";
import { givenPayingTable, type PayingTable } from "./testing/paying-table.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const manager = { kind: "staff", id: uuidv7(), role: "manager" } as const;
const callAt = ({ restaurantId, sessionId }: PayingTable) =>
  ({ restaurantId, sessionId, by: manager, now: new Date() }) as const;

async function givenTable(terms = TERMS): Promise<PayingTable> {
  const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool), { terms });
  await table.order("Soup", 2, 1);
  await table.order("Water", 3, 2);
  return table;
}

async function pay(table: PayingTable, method: "cash" | "card", amount: number, tip = 0) {
  const wish = { mode: "amount", covers: [], payers: 1, amount, tip } as const;
  const call = { ...callAt(table), method, payer: null, wish, once: uuidv7() } as const;
  return takePayment(db.pool, call);
}

const payRest = async (table: PayingTable) => pay(table, "card", (await table.bill()).free);
const issue = (table: PayingTable) => issueTableReceipt(db.pool, callAt(table));

async function read(token: string) {
  const answer = await readReceipt(db.pool, token);
  const content: TableReceiptContent = tableReceiptContent.parse(JSON.parse(answer.text));
  return { ...answer, content };
}

async function signAll({ restaurantId }: PayingTable): Promise<void> {
  const claim = { restaurantId, now: new Date(), leaseUntil: new Date(Date.now() + 60_000) };
  for (;;) {
    const [record] = await claimFiscalRecord(db.pool, claim);
    if (!record) return;
    await signReceipt(db.pool, { record, device: createPlainDevice() });
  }
}

/** What the audit finds at the restaurant. */
async function faultsOf(table: PayingTable, since: readonly Head[] = []): Promise<string[]> {
  const { restaurants } = await auditOf(table, since);
  return restaurants.flatMap(({ faults }) => faults.map(({ code }) => code));
}

async function auditOf({ restaurantId }: PayingTable, since: readonly Head[] = []) {
  const { rows } = await db.owner.query<{ slug: string }>(
    "select slug from restaurants where id = $1",
    [restaurantId],
  );
  return auditAll(db.owner, { slug: rows[0]?.slug, since });
}

/** Runs a statement with all rights and no triggers, as whoever holds the database can. */
async function tamper(statement: string, { restaurantId }: PayingTable): Promise<void> {
  const client = await db.owner.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query(statement, [restaurantId]);
  } finally {
    client.release(true);
  }
}

describe("A receipt for the whole table", () => {
  test("has its bill, and sums up the receipts of the money that paid it", async () => {
    const table = await givenTable();
    await adjustBill(db.pool, {
      ...{ ...callAt(table), reason: "late", once: uuidv7() },
      what: { kind: "discount", on: null, off: { percent: 1000 } },
    });
    const first = await pay(table, "cash", 300, 20);
    await payRest(table);
    const { number, token } = await issue(table);
    expect(number).toBe(3);
    const { content, signing, replacedBy } = await read(token);
    const bill = await table.bill();
    expect(content).toMatchObject({
      ...{ number: 3, kind: "table", table: "1", currency: "EUR", replaces: null },
      ...{ listed: bill.listed, reduced: bill.reduced, total: bill.total, taxes: bill.taxes },
      receipts: [
        { number: 1, kind: "payment", method: "cash", amount: 300, tip: 20 },
        { number: 2, kind: "payment", method: "card", amount: bill.total - 300, tip: 0 },
      ],
    });
    expect(content.lines.map(({ name, portions }) => [name, portions])).toEqual([
      ["Soup", 2],
      ["Water", 3],
    ]);
    expect(replacedBy).toBeNull();
    // Its parts are signed; it is not, since it would count what they say once more.
    expect(signing.map(({ receipt, state }) => [receipt, state])).toEqual([
      [1, "pending"],
      [2, "pending"],
    ]);
    await signAll(table);
    expect((await read(token)).signing).toMatchObject([
      { state: "signed", plain: true, counter: 1 },
      { state: "signed", plain: true, counter: 2 },
    ]);
    expect(first.receipt).toBe(1);
    // A guest's own receipts are those of payments.
    expect((await readReceiptsOf(db.pool, table)).map((each) => each.number)).toEqual([1, 2]);
    expect(await faultsOf(table)).toEqual([]);
  });

  test("is given out once, also to two who ask at once, and anew when the bill has changed", async () => {
    const table = await givenTable();
    await payRest(table);
    const [one, two] = await Promise.all([issue(table), issue(table)]);
    expect(two).toEqual(one);
    expect(await issue(table)).toEqual(one);
    const [payment] = Object.values((await table.view()).payments);
    if (!payment || payment.status === "rejected") throw new Error("not paid");
    const { restaurantId } = table;
    await refundPayment(db.pool, {
      ...{ restaurantId, paymentId: payment.id, amount: 100, tip: 0, reason: "cold" },
      ...{ by: manager, once: uuidv7(), now: new Date() },
    });
    // What was given back is open again: it is paid or written off first.
    await expect(issue(table)).rejects.toMatchObject({ code: "bill-open" });
    await adjustBill(db.pool, {
      ...{ ...callAt(table), reason: "cold", once: uuidv7() },
      what: { kind: "write-off", amount: 100 },
    });
    const newer = await issue(table);
    expect(newer.number).toBe(4);
    const { content } = await read(newer.token);
    expect(content).toMatchObject({ replaces: 2, writtenOff: 100 });
    expect(content.receipts.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["payment", content.total],
      ["refund", -100],
    ]);
    expect((await read(one.token)).replacedBy).toBe(newer.token);
    expect(await issue(table)).toEqual(newer);
  });

  test("is refused while something is open, of an empty bill, and where bills are made elsewhere", async () => {
    const table = await givenPayingTable(db.pool, await givenRestaurant(db.pool));
    await expect(issue(table)).rejects.toMatchObject({ code: "receipt-unknown" });
    await table.order("Soup");
    await expect(issue(table)).rejects.toMatchObject({ code: "bill-open" });
    const wish = await table.wish(1, { mode: "rest", amount: 450 });
    expect((await table.view()).payments[wish]?.status).toBe("reserved");
    await expect(issue(table)).rejects.toMatchObject({ code: "bill-open" });
    const elsewhere = await givenPayingTable(db.pool, await givenRestaurant(db.pool), {
      terms: null as never,
    });
    await expect(issue(elsewhere)).rejects.toMatchObject({ code: "billing-off" });
  });

  test("says what whole shares, tax beside the price and a service charge come to", async () => {
    const service = {
      rate: { percent: 1000 },
      fromGuests: 1,
      category: "food",
      of: "net",
    } as const;
    const table = await givenTable({ ...TERMS, prices: "exclusive", service } as typeof TERMS);
    await payRest(table);
    const { content } = await read((await issue(table)).token);
    const { listed, reduced, service: charge, taxAdded, total, taxes } = content;
    expect(Math.min(charge, taxAdded)).toBeGreaterThan(0);
    expect(listed - reduced + charge + taxAdded).toBe(total);
    expect(taxes.reduce((sum, { gross }) => sum + gross, 0)).toBe(total);
  });

  test("and no other receipt holds a name, before and after it is erased", async () => {
    const table = await givenTable();
    await pay(table, "cash", 100);
    await payRest(table);
    const { token } = await issue(table);
    const texts = async () => {
      const tokens = [...(await readReceiptsOf(db.pool, table)).map((each) => each.token), token];
      const answers = await Promise.all(tokens.map((each) => readReceipt(db.pool, each)));
      return JSON.stringify(answers);
    };
    const before = await texts();
    expect(before).not.toMatch(/Ana|Guest 2/);
    await eraseDiner(db.pool, { ...callAt(table), diner: "d1" });
    expect(await texts()).toBe(before);
    expect(await faultsOf(table)).toEqual([]);
  });
});

const AMOUNT = `content = replace(content, '"amount":100', '"amount":200')`;

describe("What proves a receipt", () => {
  test("leads from its text to an anchor that is published, and to the anchors before", async () => {
    const table = await givenTable();
    const { restaurantId } = table;
    const first = await pay(table, "cash", 100);
    const check = async (token: string) => {
      const { text, proof } = await readReceipt(db.pool, token);
      return [checkProof(text, proof), proof.anchor?.number ?? null];
    };
    expect(await check(first.token)).toEqual(["waiting", null]);
    const now = new Date();
    const made = await Promise.all([1, 2].map(() => anchorLedger(db.pool, { restaurantId, now })));
    expect(Math.max(...made)).toBeLessThanOrEqual(1);
    expect(await anchorLedger(db.pool, { restaurantId, now })).toBe(0);
    expect(await check(first.token)).toEqual(["anchored", 1]);
    await pay(table, "cash", 100);
    await payRest(table);
    const { token } = await issue(table);
    expect(await check(token)).toEqual(["waiting", null]);
    await anchorLedger(db.pool, { restaurantId, now });
    expect(await check(token)).toEqual(["anchored", 2]);
    expect(await check(first.token)).toEqual(["anchored", 1]);
    expect(await faultsOf(table)).toEqual([]);
  });

  test.each([
    ["text", `receipts set ${AMOUNT}`, "receipt-altered"],
    ["entry", `bill_entries set ${AMOUNT}`, "entry-altered"],
    ["entry's hash", "bill_entries set hash = sha256(hash)", "entry-altered"],
    ["anchor", "ledger_anchors set root = sha256(root)", "published-differs"],
    ["anchor's own hash", "ledger_anchors set hash = sha256(hash)", "published-differs"],
  ])("is broken when somebody changes its %s, and the audit says so", async (_, update, code) => {
    const table = await givenTable();
    const { restaurantId } = table;
    const { token } = await pay(table, "cash", 100);
    await anchorLedger(db.pool, { restaurantId, now: new Date() });
    await tamper(`update ${update} where restaurant_id = $1`, table);
    const { text, proof } = await readReceipt(db.pool, token);
    expect(checkProof(text, proof)).toBe("broken");
    expect(await faultsOf(table)).toContain(code);
  });

  test("is broken when an entry was written anew with everything after it, once it was anchored", async () => {
    const table = await givenTable();
    const { restaurantId } = table;
    const { token } = await pay(table, "cash", 100);
    await anchorLedger(db.pool, { restaurantId, now: new Date() });
    // All hashes of the ledger right again: only the anchor knows better.
    await tamper(
      `with anew as (
         update receipts set content = replace(content, '"amount":100', '"amount":200')
         where restaurant_id = $1 returning entry_number, content
       ), entry as (
         update bill_entries e set content = jsonb_set(e.content::jsonb, '{receipt,digest}',
           to_jsonb(encode(sha256(convert_to(anew.content, 'UTF8')), 'hex')))::text
         from anew where e.restaurant_id = $1 and e.number = anew.entry_number returning 1
       ) select count(*) from entry`,
      table,
    );
    await tamper(
      "update bill_entries e set hash = tureen_bill_hash(e) where restaurant_id = $1",
      table,
    );
    await tamper(
      `update bill_counters set last_hash = (select hash from bill_entries
         where restaurant_id = $1 order by number desc limit 1) where restaurant_id = $1`,
      table,
    );
    const { text, proof } = await readReceipt(db.pool, token);
    expect(proof.intact).toBe(true);
    expect(checkProof(text, proof)).toBe("broken");
    expect(await faultsOf(table)).toEqual(["published-differs"]);
  });

  test("and its anchors show to whoever noted the last one when they are gone or made anew", async () => {
    const table = await givenTable();
    const { restaurantId } = table;
    await pay(table, "cash", 100);
    await anchorLedger(db.pool, { restaurantId, now: new Date() });
    const noted = (await auditOf(table)).restaurants.map(({ head }) => head);
    expect(noted[0]?.bill?.published?.number).toBe(1);
    expect(await faultsOf(table, noted)).toEqual([]);
    await tamper("delete from ledger_anchors where restaurant_id = $1", table);
    expect(await faultsOf(table)).toEqual([]);
    expect(await faultsOf(table, noted)).toEqual(["published-differs"]);
    await anchorLedger(db.pool, { restaurantId, now: new Date(Date.now() + 1_000) });
    expect(await faultsOf(table)).toEqual([]);
    expect(await faultsOf(table, noted)).toEqual(["published-differs"]);
  });
});
