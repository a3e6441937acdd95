import { noteUnknownCharges } from "@tureen/persistence/bill/restore-findings";
import type { Answer } from "@tureen/shared/endpoints";
import { newConfirmId } from "@tureen/shared/table/document/keys";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const order = (confirm: string, known: boolean) => ({
  ...{
    confirm,
    order: known ? crypto.randomUUID() : null,
    number: known ? 7 : null,
    total: 900,
    at: 1,
  },
  lines: [{ line: "d1-0123456789", item: crypto.randomUUID(), quantity: 2 }],
});

const tell = (
  code: string,
  { accessToken }: Answer<"openTable">,
  orders: ReturnType<typeof order>[] = [],
) => api.call("tellLost", { params: { code }, body: { accessToken, orders, payments: [] } });

/** As after-restore.sql does. */
const restore = (restaurantId: string) =>
  api.db.owner.query(
    `insert into restore_findings (restaurant_id, id, kind, subject, details, at)
     values ($1, $2::uuid, 'restore', $2::uuid::text, '{"lostFrom": 1}', now())`,
    [restaurantId, crypto.randomUUID()],
  );

test("what phones tell is kept after a restore alone, once for all, and staff settle it", async () => {
  const { here, there } = api;
  const code = here.tables[0]?.code ?? "";
  const grant = await api.open(here, code);
  const confirm = newConfirmId("d1");
  const before = await tell(code, grant, [order(confirm, true)]);
  expect(before.body).toEqual({ lost: null, orders: [] });

  await restore(here.restaurantId);
  expect((await tell(there.tables[0]?.code ?? "", grant)).code).toBe("token-invalid");
  await tell(code, grant, [order(confirm, false)]);
  const known = await tell(code, grant, [order(confirm, true)]);
  expect(known.body.orders).toMatchObject([{ confirm, order: expect.any(String) }]);
  // Who knows less does not take the place of who knows more.
  expect((await tell(code, grant, [order(confirm, false)])).body.orders).toEqual(known.body.orders);

  const charge = {
    paymentId: crypto.randomUUID(),
    sessionId: null,
    amount: 500,
    currency: "EUR",
  } as const;
  const found = { ...charge, status: "captured", at: 2 } as const;
  const { restaurantId } = here;
  const note = () =>
    noteUnknownCharges(api.db.pool, { restaurantId, charges: [found], now: new Date() });
  await note();
  await note();

  const cookie = await api.signIn(here, "waiter");
  const { body } = await api.call("readLost", { cookie });
  expect(body.findings).toMatchObject([
    { kind: "order", table: here.tables[0]?.label, number: 7, amount: 900, by: "phone" },
    { kind: "payment", table: null, status: "captured", amount: 500, by: "provider" },
  ]);
  for (const { id } of body.findings) {
    const params = { findingId: id };
    const elsewhere = await api.call("settleLost", {
      ...{ params, body: {} },
      cookie: await api.signIn(there, "manager"),
    });
    expect(elsewhere.code).toBe("not-found");
    expect((await api.call("settleLost", { params, body: {}, cookie })).status).toBe(200);
    expect((await api.call("settleLost", { params, body: {}, cookie })).status).toBe(200);
  }
  expect((await api.call("readLost", { cookie })).body.findings).toEqual([]);
});
