import { describe, expect, it } from "vitest";
import { paymentSealingKeys } from "./keys.ts";
import { readStripeSettings, stripeConfigured } from "./settings.ts";

const all = {
  STRIPE_SECRET_KEY: "sk_test_abc",
  STRIPE_PUBLISHABLE_KEY: "pk_test_abc",
  STRIPE_WEBHOOK_SECRET: "whsec_abc",
};

describe("the environment's part in Stripe", () => {
  it("may be nothing, and blank is unset", () => {
    const nothing = { sharedKeys: null, sealingKeys: null, apiBase: undefined };
    expect(readStripeSettings({})).toEqual(nothing);
    expect(readStripeSettings({ STRIPE_SECRET_KEY: "", PAYMENT_KEYS_SECRET: "" })).toEqual(nothing);
    expect(stripeConfigured(readStripeSettings({}))).toBe(false);
  });

  it("is one account for all, or a secret that keeps each one's", () => {
    const shared = readStripeSettings(all);
    expect(shared.sharedKeys).toEqual({
      secretKey: "sk_test_abc",
      publishableKey: "pk_test_abc",
      webhookSecret: "whsec_abc",
    });
    expect(stripeConfigured(shared)).toBe(true);
    const secret = "s".repeat(32);
    const own = readStripeSettings({ PAYMENT_KEYS_SECRET: secret });
    expect(own).toMatchObject({ sharedKeys: null, sealingKeys: paymentSealingKeys(secret) });
    expect(stripeConfigured(own)).toBe(true);
  });

  it("leads elsewhere only in tests", () => {
    const env = { ...all, STRIPE_API_BASE: "http://127.0.0.1:12111" };
    expect(readStripeSettings(env).apiBase).toEqual({
      protocol: "http",
      host: "127.0.0.1",
      port: 12_111,
    });
    expect(() => readStripeSettings({ ...env, NODE_ENV: "production" })).toThrow("STRIPE_API_BASE");
  });

  it.each([
    ["STRIPE_SECRET_KEY", { STRIPE_SECRET_KEY: "" }],
    ["STRIPE_WEBHOOK_SECRET", { STRIPE_WEBHOOK_SECRET: undefined }],
    ["STRIPE_PUBLISHABLE_KEY", { STRIPE_PUBLISHABLE_KEY: "sk_test_hidden" }],
    ["STRIPE_PUBLISHABLE_KEY", { STRIPE_PUBLISHABLE_KEY: "pk_live_hidden" }],
    ["PAYMENT_KEYS_SECRET", { PAYMENT_KEYS_SECRET: "hidden" }],
    ["PAYMENT_KEYS_SECRET", { PAYMENT_KEYS_SECRET: "change-me-change-me-change-me-hidden" }],
    ["STRIPE_API_BASE", { STRIPE_API_BASE: "hidden" }],
  ])("is refused by the name of %s, never its value: %j", (name, wrong) => {
    const read = () => readStripeSettings({ ...all, ...wrong });
    expect(read).toThrow(name);
    expect(read).not.toThrow("hidden");
  });
});
