import { describe, expect, it } from "vitest";
import { stripeKeyProblems, stripeModeOf } from "./stripe-keys.ts";

const keys = { publishableKey: "pk_test_a", secretKey: "rk_test_b", webhookSecret: "whsec_c" };
const problems = (wrong: Partial<typeof keys>) => [...stripeKeyProblems({ ...keys, ...wrong })];

describe("keys for Stripe", () => {
  it("fit when each has its form and both are for one mode", () => {
    expect(problems({})).toEqual([]);
    expect(problems({ publishableKey: "pk_live_a", secretKey: "sk_live_b" })).toEqual([]);
  });

  it("are told apart by mode", () => {
    expect([keys.publishableKey, "sk_live_b", keys.webhookSecret].map(stripeModeOf)).toEqual([
      ...["test", "live", null],
    ]);
    expect(problems({ secretKey: "sk_live_b" })).toEqual([["publishableKey", "mode"]]);
  });

  it("that were mixed up are named", () => {
    expect(problems({ publishableKey: "sk_test_b", secretKey: "pk_test_a" })).toEqual([
      ["publishableKey", "form"],
      ["secretKey", "form"],
    ]);
    expect(problems({ webhookSecret: "" })).toEqual([["webhookSecret", "form"]]);
  });
});
