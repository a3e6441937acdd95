import { DEMO_BILLING } from "@tureen/persistence/demo/billing";
import { loadDocument } from "@tureen/persistence/table/load-document";
import { readSession } from "@tureen/shared/table/document/session-document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
let manager: string;
let waiter: string;
beforeAll(async () => {
  api = await startTestApi();
  manager = await api.signIn(api.here, "manager");
  waiter = await api.signIn(api.here, "waiter");
});
afterAll(() => api.close());

const { terms } = DEMO_BILLING;
const change = (version: number, billing: unknown = DEMO_BILLING, from?: number) =>
  api.call("changeBilling", { cookie: manager, body: { billing, version, from } as never });
const read = async () => (await api.call("readBilling", { cookie: waiter })).body;

/** The terms in the document of a table that is opened now. */
async function termsOf(sessionId: string) {
  const { restaurantId } = api.here;
  const loaded = await loadDocument(api.db.pool, { restaurantId, sessionId });
  return loaded && readSession(loaded.doc).session.terms;
}
const freeTable = async () => {
  const { body } = await api.call("readFloor", { cookie: waiter });
  const free = body.tables.find((table) => table.session === null);
  if (!free) throw new Error("no free table");
  return free;
};
async function staffOpens() {
  const { id: tableId } = await freeTable();
  const { body } = await api.call("staffOpenTable", {
    ...{ cookie: waiter, params: { tableId }, body: {} },
  });
  return body.sessionId;
}

describe("how a restaurant makes its bills", () => {
  it("is in no table's document until a manager says it", async () => {
    expect(await read()).toEqual({ billing: null, version: 0, planned: null, online: "none" });
    expect(await termsOf(await staffOpens())).toBeUndefined();
  });

  it("is read as it was changed, and holds for the next table, whoever opens it", async () => {
    expect((await change(0)).body).toEqual({ version: 1 });
    expect(await read()).toMatchObject({ billing: DEMO_BILLING, version: 1, planned: null });
    expect(await termsOf(await staffOpens())).toEqual(terms);
    const opened = await api.open(api.here);
    expect(await termsOf(opened.sessionId)).toEqual(terms);
    const exclusive = { ...DEMO_BILLING, terms: { ...terms, prices: "exclusive" } };
    await change(1, exclusive);
    expect(await termsOf(opened.sessionId)).toEqual(terms);
    expect(await termsOf((await api.open(api.here)).sessionId)).toEqual(exclusive.terms);
  });

  it("can be planned", async () => {
    const from = Date.now() + 86_400_000;
    const { version } = await read();
    await change(version, DEMO_BILLING, from);
    expect(await read()).toMatchObject({
      billing: { terms: { prices: "exclusive" } },
      version: version + 1,
      planned: { billing: DEMO_BILLING, from },
    });
  });

  it("is not changed over somebody else's change", async () => {
    const refused = await change(0);
    expect([refused.status, refused.code]).toEqual([409, "billing-changed"]);
  });

  it.each([
    ["a default category that is none", { ...terms, category: "spirits" }],
    [
      "a service charge of a category that is none",
      {
        ...terms,
        service: { rate: { percent: 1000 }, fromGuests: 1, of: "net", category: "spirits" },
      },
    ],
    [
      "a rate of more than all",
      { ...terms, categories: { food: { name: "F", rates: { "dine-in": 10_001, takeaway: 0 } } } },
    ],
    ["a tip of nothing", { ...terms, tips: [0] }],
    ["a smallest coin of nothing", { ...terms, cashStep: 0 }],
    ["a smallest coin that nobody mints", { ...terms, cashStep: 3 }],
  ])("refuses %s", async (_, wrong) => {
    const { version } = await read();
    const refused = await change(version, { ...DEMO_BILLING, terms: wrong });
    expect([refused.status, refused.code]).toEqual([400, "field-invalid"]);
  });

  it("can be done elsewhere again: new tables have no bill, open ones keep theirs", async () => {
    const { version } = await read();
    await change(version);
    const open = await api.open(api.here);
    await change(version + 1, { ...DEMO_BILLING, off: true });
    expect(await termsOf((await api.open(api.here)).sessionId)).toBeUndefined();
    expect(await termsOf(await staffOpens())).toBeUndefined();
    expect(await termsOf(open.sessionId)).toEqual(terms);
    // What was set stays, for when it is here again.
    expect(await read()).toMatchObject({ billing: { ...DEMO_BILLING, off: true } });
    await change(version + 2);
    expect((await read()).billing).toEqual(DEMO_BILLING);
    expect(await termsOf((await api.open(api.here)).sessionId)).toEqual(terms);
  });

  it("is for a manager to change", async () => {
    const body = { billing: DEMO_BILLING, version: 0 };
    const refused = await api.call("changeBilling", { cookie: waiter, body });
    expect([refused.status, refused.code]).toEqual([403, "not-allowed"]);
  });
});
