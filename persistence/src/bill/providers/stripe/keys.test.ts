import { describe, expect, it } from "vitest";
import { openStripeKeys, paymentSealingKeys, sealStripeKeys, stripeKeysShape } from "./keys.ts";

const key = paymentSealingKeys("a secret of the operator, long enough");
const keys = {
  secretKey: "sk_live_abc123",
  publishableKey: "pk_live_abc123",
  webhookSecret: "whsec_abc123",
};

describe("a restaurant's keys at rest", () => {
  it("open for their restaurant, and tell nothing", () => {
    const sealed = sealStripeKeys(key, "r1", keys);
    expect(openStripeKeys(key, "r1", sealed)).toEqual(keys);
    for (const secret of Object.values(keys)) {
      expect(sealed.includes(secret)).toBe(false);
    }
    expect(sealStripeKeys(key, "r1", keys).equals(sealed)).toBe(false);
  });

  it("do not open for another restaurant, nor with another secret", () => {
    const sealed = sealStripeKeys(key, "r1", keys);
    expect(openStripeKeys(key, "r2", sealed)).toBeNull();
    expect(openStripeKeys(paymentSealingKeys("another one"), "r1", sealed)).toBeNull();
  });

  it("open while their secret is changed, and are sealed with the new one from then on", () => {
    const [old, next] = ["the old secret of the operator", "the next secret of the operator"];
    const sealed = sealStripeKeys(paymentSealingKeys(old), "r1", keys);
    const both = paymentSealingKeys(next, old);
    expect(openStripeKeys(both, "r1", sealed)).toEqual(keys);
    const anew = sealStripeKeys(both, "r1", keys);
    expect(openStripeKeys(paymentSealingKeys(next), "r1", anew)).toEqual(keys);
    expect(openStripeKeys(paymentSealingKeys(old), "r1", anew)).toBeNull();
  });

  it("do not open when a single bit is another, or a part is missing", () => {
    const sealed = sealStripeKeys(key, "r1", keys);
    for (let at = 0; at < sealed.byteLength; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(openStripeKeys(key, "r1", changed)).toBeNull();
    }
    for (const length of [0, 12, 28, 29, sealed.byteLength - 1]) {
      expect(openStripeKeys(key, "r1", sealed.subarray(0, length))).toBeNull();
    }
  });

  it("hold what was asked for and nothing that came along", () => {
    const sealed = sealStripeKeys(key, "r1", { ...keys, note: "x" } as typeof keys);
    expect(openStripeKeys(key, "r1", sealed)).toEqual(keys);
  });

  it.each([
    { secretKey: "pk_live_abc123" },
    { secretKey: "" },
    { publishableKey: "sk_live_abc123" },
    { publishableKey: "pk_test_abc123" },
    { webhookSecret: "abc123" },
    { webhookSecret: "whsec_" },
  ])("are refused when they are mixed up: %j", (wrong) => {
    expect(stripeKeysShape.safeParse({ ...keys, ...wrong }).success).toBe(false);
  });

  it("may be restricted ones", () => {
    expect(stripeKeysShape.safeParse({ ...keys, secretKey: "rk_live_abc" }).success).toBe(true);
  });
});
