import { stripeKeysOf } from "@tureen/persistence/bill/providers/create-provider";
import { paymentSealingKeys } from "@tureen/persistence/bill/providers/stripe/keys";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

const stripe = {
  ...{ sharedKeys: null, apiBase: undefined },
  sealingKeys: paymentSealingKeys("a secret of the operator, long enough"),
};
const keys = {
  publishableKey: "pk_test_publishable_1111",
  secretKey: "sk_test_hidden_2222",
  webhookSecret: "whsec_hidden3333",
};

let api: TestApi;
let manager: string;
beforeAll(async () => {
  api = await startTestApi({ config: { stripe, paymentProvider: "stripe" } });
  manager = await api.signIn(api.here, "manager");
});
afterAll(() => api.close());

const enter = (entered: unknown) =>
  api.call("changePaymentKeys", { cookie: manager, body: { keys: entered } as never });
const read = async () => (await api.call("readPaymentKeys", { cookie: manager })).body;

describe("a restaurant's keys for Stripe", () => {
  it("are none at first, with what is to be set up there", async () => {
    expect(await read()).toEqual({
      server: { provider: "stripe", keeps: true, shared: false },
      ...{ keys: null, mode: null, changed: null },
      webhook: {
        path: `/api/providers/stripe/${api.here.slug}`,
        apiVersion: expect.stringMatching(/^\d{4}-\d{2}-\d{2}/),
        events: expect.arrayContaining(["payment_intent.succeeded", "refund.updated"]),
      },
    });
  });

  it("are shown to nobody again, but for their ends, by whom and when", async () => {
    const before = Date.now();
    expect((await enter(keys)).status).toBe(200);
    const known = await read();
    expect(known).toMatchObject({
      keys: { publishableKey: "1111", secretKey: "2222", webhookSecret: "3333" },
      mode: "test",
      changed: { by: expect.stringMatching(/./), set: true },
    });
    expect(known.changed?.at).toBeGreaterThanOrEqual(before);
    const { body: activity } = await api.call("readActivity", { cookie: manager });
    expect(activity.entries[0]).toMatchObject({ action: "billing.keys", details: { set: true } });
    for (const text of [JSON.stringify(known), JSON.stringify(activity), api.logged.join("\n")]) {
      expect(text).not.toMatch(/hidden/);
    }
  });

  it.each([
    ["keys.publishableKey", { publishableKey: "pk_live_other_mode" }],
    ["keys.publishableKey", { publishableKey: "sk_test_mixed_up_hidden" }],
    ["keys.secretKey", { secretKey: "pk_test_mixed_up" }],
    ["keys.webhookSecret", { webhookSecret: "sk_test_hidden_mixed" }],
  ])("are refused by the name of %s: %j", async (field, wrong) => {
    const refused = await enter({ ...keys, ...wrong });
    expect([refused.status, refused.code, refused.field]).toEqual([400, "field-invalid", field]);
    expect(JSON.stringify(refused.body)).not.toMatch(/hidden/);
    expect((await read()).keys).toMatchObject({ secretKey: "2222" });
  });

  it("are replaced, and removed, each on record", async () => {
    const live = { ...keys, publishableKey: "pk_live_4444", secretKey: "rk_live_5555" };
    await enter(live);
    expect(await read()).toMatchObject({ mode: "live", keys: { secretKey: "5555" } });
    await enter(null);
    expect(await read()).toMatchObject({ keys: null, mode: null, changed: { set: false } });
  });

  it("are a manager's to see", async () => {
    const cookie = await api.signIn(api.here, "waiter");
    const refused = await api.call("readPaymentKeys", { cookie });
    expect([refused.status, refused.code]).toEqual([403, "not-allowed"]);
  });

  it("that do not open here are said to be there, and nobody else's take their place", async () => {
    await enter(keys);
    const sharedKeys = { ...keys, secretKey: "sk_test_operator" };
    const { restaurantId } = api.here;
    for (const sealingKeys of [paymentSealingKeys("another secret of the operator"), null]) {
      const other = { ...stripe, sealingKeys, sharedKeys };
      expect(await stripeKeysOf(api.db.pool, other, restaurantId)).toBeNull();
      const elsewhere = await startTestApi({ db: api.db, config: { stripe: other } });
      const { body } = await elsewhere.call("readPaymentKeys", { cookie: manager });
      expect(body).toMatchObject({
        server: { provider: "none", keeps: sealingKeys !== null, shared: true },
        ...{ keys: "sealed", mode: null },
      });
    }
    const others = { ...stripe, sharedKeys };
    expect(await stripeKeysOf(api.db.pool, others, api.there.restaurantId)).toEqual(sharedKeys);
  });
});
