import { priceRule } from "@tureen/shared/menu/timing/timing-schema";
import { expect, it } from "vitest";
import { asKind, CHANGES, kindOf, NEW_RULE, percent } from "./edit-rule.ts";

it("a rule that is turned into another kind is one that a menu may hold, and of that kind", () => {
  for (const price of [0, 1, 450, 9_999_999]) {
    for (const before of CHANGES) {
      for (const kind of CHANGES) {
        const change = asKind(asKind(NEW_RULE.change, before, price), kind, price);
        expect(kindOf(change)).toBe(kind);
        expect(priceRule.safeParse({ ...NEW_RULE, change }).success).toBe(true);
      }
    }
  }
});

it("percent keep their number and their rounding when they change direction", () => {
  expect(asKind(percent("less", 30, 50), "more", 1000)).toEqual(percent("more", 30, 50));
  expect(asKind(percent("more", 300, 1), "less", 1000)).toEqual({ kind: "percent", by: -100 });
});
