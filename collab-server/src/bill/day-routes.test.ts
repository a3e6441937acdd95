import { adjustBill } from "@tureen/persistence/bill/adjust-bill";
import { createPlainDevice } from "@tureen/persistence/bill/fiscal/plain-device";
import { claimFiscalRecord, signReceipt } from "@tureen/persistence/bill/fiscal/sign-receipt";
import { refundPayment } from "@tureen/persistence/bill/refund-payment";
import { takePayment } from "@tureen/persistence/bill/take-payment";
import { givenPayingTable } from "@tureen/persistence/bill/testing/paying-table";
import { givenRestaurant } from "@tureen/persistence/testing/fixtures";
import { type Answer, ENDPOINTS } from "@tureen/shared/endpoints";
import { businessDayOf } from "@tureen/shared/platform/business-day";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

const by = { kind: "staff", id: crypto.randomUUID(), role: "manager" } as const;

let api: TestApi;
let manager: string;
let date: string;
let key: { restaurantId: string; sessionId: string; by: typeof by; now: Date };
beforeAll(async () => {
  api = await startTestApi();
  const { pool } = api.db;
  manager = await api.signIn(api.here, "manager");
  date = businessDayOf(new Date(), { timezone: "UTC", dayStartsAt: 4 });
  // The dishes of the small menu, at the tables of this restaurant.
  const dishes = await givenRestaurant(pool);
  const { restaurantId, tables } = api.here;
  const table = await givenPayingTable(pool, { ...dishes, restaurantId, tables } as never);
  const { sessionId } = table;
  const now = new Date();
  key = { restaurantId, sessionId, by, now };
  const what = { kind: "charge", name: "Menu", amount: 1000, category: "food" } as const;
  await adjustBill(pool, { ...key, what, reason: "-1+1", once: crypto.randomUUID() });
  const wish = { mode: "amount", covers: [], payers: 1, amount: 600, tip: 50 } as const;
  const call = { ...key, method: "card", payer: null, wish, once: crypto.randomUUID() } as const;
  const { payment } = await takePayment(pool, call);
  const back = { restaurantId, paymentId: payment, amount: 100, tip: 0, by, now };
  await refundPayment(pool, { ...back, reason: "cold", once: crypto.randomUUID() });
});
afterAll(() => api.close());

const readDay = () => api.call("readDay", { params: { date }, cookie: manager });
const fetchFile = async (path: string) => {
  const response = await api.app.request(path, { headers: { cookie: manager } });
  return { response, text: await response.text() };
};
const cellsOf = (text: string) =>
  text
    .replace("\uFEFF", "")
    .trim()
    .split("\r\n")
    .map((line) => line.slice(1, -1).split('","'));

async function signAll(): Promise<void> {
  const { restaurantId } = api.here;
  const now = new Date();
  const claim = { restaurantId, now, leaseUntil: new Date(now.getTime() + 60_000) };
  for (;;) {
    const [record] = await claimFiscalRecord(api.db.pool, claim);
    if (!record) return;
    await signReceipt(api.db.pool, { record, device: createPlainDevice() });
  }
}

describe("a business day", () => {
  it("is for managers, and another restaurant has its own", async () => {
    const { status, body } = await readDay();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ sales: 500, tips: 50, receipts: 2, refunds: 1, unsigned: 2, closes: [] },
      means: [{ method: "card", payments: 1, amount: 500, tips: 50 }],
      adjustments: [{ kind: "charge", times: 1, undone: 0, amount: 1000 }],
      unclosed: { sales: 500, receipts: 2 },
      open: [{ status: "active", total: 1000, balance: 500 }],
    });
    const waiter = await api.signIn(api.here, "waiter");
    for (const name of ["readDay", "closeDay"] as const) {
      const call = { params: { date }, cookie: waiter, ...(name === "closeDay" && { body: {} }) };
      expect((await api.call(name, call)).code).toBe("not-allowed");
    }
    const elsewhere = await api.signIn(api.there, "manager");
    const there = await api.call("readDay", { params: { date }, cookie: elsewhere });
    expect(there.body).toMatchObject({ sales: 0, receipts: 0 });
  });

  it("is a file whose columns add up, with what was given back as a negative number", async () => {
    const { response, text } = await fetchFile(ENDPOINTS.exportDay.path.replace("{date}", date));
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="receipts-${api.here.slug}-${date}.csv"`,
    );
    const [header, paid, back] = cellsOf(text);
    expect(header?.slice(5)).toEqual([
      ...["method", "amount", "tip", "rounding", "tax_rate", "gross", "tax", "currency"],
    ]);
    expect(paid?.slice(5)).toEqual(["card", "6", "0.5", "0", "7", "6", "0.39", "EUR"]);
    expect(back?.slice(5, 12)).toEqual(["card", "-1", "0", "0", "7", "-1", "-0.06"]);
  });

  it("is closed once its receipts are signed; the journal then proves it", async () => {
    const close = () => api.call("closeDay", { params: { date }, cookie: manager, body: {} });
    expect((await close()).code).toBe("receipts-unsigned");
    await signAll();
    expect((await close()).body).toEqual({ number: 1 });
    expect((await close()).body).toEqual({ number: 1 });
    expect((await readDay()).body).toMatchObject({
      unsigned: 0,
      closes: [{ number: 1, ofDay: 1, firstReceipt: 1, lastReceipt: 2 }],
    });
    const days = `from=${date}&to=${date}`;
    const { response, text } = await fetchFile(`${ENDPOINTS.exportJournalJson.path}?${days}`);
    expect(response.headers.get("content-type")).toBe("application/json");
    const journal = JSON.parse(text);
    expect(journal).toMatchObject({
      ...{ format: "tureen-journal-1", device: { certified: false } },
      closes: [{ number: 1, day: date, ofDay: 1, totals: { sales: 500, receipts: 2 } }],
      receipts: [
        { number: 1, signing: { state: "signed", previous: null }, content: { amount: 600 } },
        { number: 2, signing: { state: "signed" }, content: { amount: -100 } },
      ],
    });
    const [first, second] = journal.receipts;
    expect(second.signing.previous).toBe(first.signing.signature);
    const csv = await fetchFile(`${ENDPOINTS.exportJournal.path}?${days}`);
    expect(cellsOf(csv.text).map((cells) => cells.at(13))).toEqual(["state", "signed", "signed"]);
    expect(cellsOf(csv.text).map((cells) => cells.slice(-2))).toEqual([
      ["close", "close_of_day"],
      ["1", "1"],
      ["1", "1"],
    ]);
    const wrong = await fetchFile(`${ENDPOINTS.exportJournal.path}?from=${date}&to=2020-01-01`);
    expect(wrong.response.status).toBe(400);
  });

  it("is closed again for what came later, in the report as in the journal", async () => {
    const pay = { mode: "amount", covers: [], payers: 1, amount: 300, tip: 0 } as const;
    const call = { ...key, method: "cash", payer: null, wish: pay, once: crypto.randomUUID() };
    await takePayment(api.db.pool, call as never);
    await signAll();
    const close = (after: number) =>
      api.call("closeDay", { params: { date }, cookie: manager, body: { after } });
    const report = async () => {
      const path = ENDPOINTS.exportDayReport.path.replace("{date}", date);
      return cellsOf((await fetchFile(path)).text);
    };
    const sales = async () =>
      (await report()).filter((cells) => cells[3] === "sales").map((c) => [c[0], c[1], c[2], c[6]]);
    expect(await sales()).toEqual([
      ["day", "", "", "8"],
      ["close", "1", "1", "5"],
      ["unclosed", "", "", "3"],
    ]);
    expect((await close(0)).body).toEqual({ number: 1 });
    expect((await close(1)).body).toEqual({ number: 2 });
    expect(await sales()).toEqual([
      ["day", "", "", "8"],
      ["close", "1", "1", "5"],
      ["close", "2", "2", "3"],
    ]);
    const rows = await report();
    const taxed = rows.filter(([part]) => part?.endsWith("-tax"));
    expect(taxed.map((c) => [c[0], c[1], c[3], c[6], c[7]])).toEqual([
      ["day-tax", "", "7", "8", "0.52"],
      ["close-tax", "1", "7", "5", "0.33"],
      ["close-tax", "2", "7", "3", "0.19"],
    ]);
    const means = rows.filter(([part]) => part?.endsWith("-means"));
    expect(means.map((c) => [c[0], c[1], c[3], c[4], c[6], c[8]])).toEqual([
      ["day-means", "", "card", "1", "5", "0.5"],
      ["day-means", "", "cash", "1", "3", "0"],
      ["close-means", "1", "card", "1", "5", "0.5"],
      ["close-means", "2", "cash", "1", "3", "0"],
    ]);
    expect(rows.find(([part]) => part === "change")).toEqual([
      ...["change", "", "", "charge", "1", "0", "10", "", "", "", "EUR"],
    ]);
    expect(rows.find(([part]) => part === "open-balance")?.[6]).toBe("2");
    const days = `from=${date}&to=${date}`;
    const { text } = await fetchFile(`${ENDPOINTS.exportJournalJson.path}?${days}`);
    expect(JSON.parse(text).closes).toMatchObject([
      { number: 1, ofDay: 1 },
      { number: 2, ofDay: 2, firstReceipt: 3, totals: { sales: 300 } },
    ]);
  });
});

describe("a bill", () => {
  it("says who changed it, took money for it and gave it back, and why; an erased name is none", async () => {
    const { sessionId } = key;
    const what = { kind: "charge", name: "Corkage", amount: 100, category: "drinks" } as const;
    await api.call("adjustBill", {
      ...{ params: { sessionId }, cookie: manager },
      body: { once: crypto.randomUUID(), what, reason: "brought along" },
    });
    const acts = async () => {
      const { body } = await api.call("readBill", { params: { sessionId }, cookie: manager });
      return (body as Answer<"readBill">).acts ?? [];
    };
    const before = await acts();
    // By accounts that this restaurant never had, but for the last.
    expect(before.slice(0, 3)).toMatchObject([
      { kind: "adjusted", actor: "staff", name: null, reason: "-1+1", payment: null, back: 0 },
      { kind: "captured", actor: "staff", reason: null, back: 0 },
      { kind: "refunded", reason: "cold", back: 100 },
    ]);
    const own = before.at(-1);
    expect(own).toMatchObject({ kind: "adjusted", reason: "brought along" });
    expect(own?.name).toBeTruthy();
    await api.db.owner.query("update users set display_name = null where display_name = $1", [
      own?.name,
    ]);
    expect((await acts()).at(-1)).toEqual({ ...own, name: null });
    const { body } = await api.call("readActivity", { cookie: manager });
    expect((body as Answer<"readActivity">).entries).toContainEqual(
      expect.objectContaining({
        action: "bill.adjust",
        details: { entry: own?.entry, kind: "charge", amount: 100, reason: "brought along" },
      }),
    );
  });
});
