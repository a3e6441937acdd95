import { adjustBill } from "@tureen/persistence/bill/adjust-bill";
import { anchorLedger } from "@tureen/persistence/bill/anchor-ledger";
import { takePayment } from "@tureen/persistence/bill/take-payment";
import { givenPayingTable } from "@tureen/persistence/bill/testing/paying-table";
import { givenRestaurant } from "@tureen/persistence/testing/fixtures";
import { checkProof } from "@tureen/shared/bill/proof";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import { businessDayOf } from "@tureen/shared/platform/business-day";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueDinerToken } from "../platform/auth/tokens.ts";
import { JWT_KEY, startTestApi, type TestApi } from "../testing/test-api.ts";

const by = { kind: "staff", id: crypto.randomUUID(), role: "manager" } as const;

let api: TestApi;
let waiter: string;
let sessionId: string;
let token: string;
beforeAll(async () => {
  api = await startTestApi();
  const { pool } = api.db;
  waiter = await api.signIn(api.here, "waiter");
  const dishes = await givenRestaurant(pool);
  const { restaurantId, tables } = api.here;
  const table = await givenPayingTable(pool, { ...dishes, restaurantId, tables } as never);
  ({ sessionId } = table);
  const now = new Date();
  const key = { restaurantId, sessionId, by, now } as const;
  const what = { kind: "charge", name: "Menu", amount: 1000, category: "food" } as const;
  await adjustBill(pool, { ...key, what, reason: "the menu", once: crypto.randomUUID() });
  ({ token } = await issueDinerToken(JWT_KEY, { restaurantId, sessionId, diner: "d1" }));
});
afterAll(() => api.close());

const issue = () =>
  api.call("issueTableReceipt", { params: { sessionId }, body: {}, cookie: waiter });
const issueOwn = () => api.call("issueOwnTableReceipt", { body: {}, token });

describe("a receipt for the whole table", () => {
  it("is for those at the table and for staff, once all is paid, and the same for both", async () => {
    expect((await issue()).code).toBe("bill-open");
    expect((await issueOwn()).code).toBe("bill-open");
    const { restaurantId } = api.here;
    const wish = { mode: "rest", covers: [], payers: 1, amount: 1000, tip: 0 } as const;
    const call = { restaurantId, sessionId, method: "card", payer: null, wish, by } as const;
    await takePayment(api.db.pool, { ...call, once: crypto.randomUUID(), now: new Date() });
    const { status, body } = await issue();
    expect([status, body]).toEqual([200, { number: 2, token: expect.any(String) }]);
    expect((await issueOwn()).body).toEqual(body);
    const elsewhere = await api.signIn(api.there, "waiter");
    const foreign = { params: { sessionId }, body: {}, cookie: elsewhere };
    expect((await api.call("issueTableReceipt", foreign)).code).toBe("session-unknown");
  });

  it("takes its place among the receipts of a day, and adds nothing to them", async () => {
    const date = businessDayOf(new Date(), { timezone: "UTC", dayStartsAt: 4 });
    const manager = await api.signIn(api.here, "manager");
    const file = async (path: string) =>
      (await api.app.request(path, { headers: { cookie: manager } })).text();
    const csv = await file(ENDPOINTS.exportDay.path.replace("{date}", date));
    const rows = csv
      .trim()
      .split("\r\n")
      .map((line) => line.slice(1, -1).split('","'));
    expect(rows.slice(1).map((row) => [row[0], row[1], ...row.slice(5, 12)])).toEqual([
      ["1", "payment", "card", "10", "0", "0", "7", "10", "0.65"],
      ["2", "table", ...Array.from({ length: 7 }, () => "")],
    ]);
    const journal = JSON.parse(
      await file(`${ENDPOINTS.exportJournalJson.path}?from=${date}&to=${date}`),
    );
    expect(journal.receipts[1]).toMatchObject({
      ...{ number: 2, signing: { state: "none" } },
      content: { kind: "table", total: 1000, receipts: [{ number: 1, amount: 1000 }] },
    });
    const day = await api.call("readDay", { params: { date }, cookie: manager });
    expect(day.body).toMatchObject({ sales: 1000, receipts: 1, unsigned: 1 });
  });

  it("and every other one is proven by an anchor that anybody may keep", async () => {
    const { restaurantId, slug } = api.here;
    await anchorLedger(api.db.pool, { restaurantId, now: new Date() });
    const { body: issued } = await issue();
    const { body: receipt } = await api.call("readReceipt", { params: { token: issued.token } });
    expect(checkProof(receipt.text, receipt.proof)).toBe("anchored");
    const { body: published } = await api.call("readAnchors", { params: { slug } });
    expect(published).toEqual({ restaurantId, anchors: [receipt.proof.anchor] });
    const before = await api.app.request(`/api/anchors/${slug}?before=1`);
    expect(await before.json()).toEqual({ restaurantId, anchors: [] });
    expect((await api.call("readAnchors", { params: { slug: "nobody" } })).code).toBe(
      "restaurant-unknown",
    );
  });
});
