import { describe, expect, test } from "vitest";
import { type DigestedOrder, isDigestOf, orderDigest } from "./audit-chain.ts";

const TAX = [
  { category: "food", weight: 3 },
  { category: "drinks", weight: 1 },
];
/** Of the order without tax, as it was digested before tax was part of it. */
const FIRST_FORMAT = "ede9398068d54d44ba637ee4d2c04ccb5352fa7bcf533edfccce1bb7e6283e3d";
const ID = "0192f6a0-0000-7000-8000-000000000000";

const orderOf = (
  tax: DigestedOrder["items"][number]["tax"],
  course: DigestedOrder["items"][number]["course"] = null,
): DigestedOrder => ({
  ...{ restaurantId: ID, id: ID, sessionId: ID, confirmId: "c", number: 1, diner: "d1" },
  ...{ menuVersion: 1, currency: "EUR", totalMinor: 450, placedAt: "1" },
  items: [
    {
      ...{ id: ID, position: 0, lineId: "l", menuItemId: ID, name: "Soup", unitPriceMinor: 450 },
      ...{ quantity: 1, note: null, forDiner: null, allergens: ["milk"], tax, course },
      customizations: [],
      shares: [{ diner: "d1", quantity: 1 }],
    },
  ],
});

describe("An order's digest", () => {
  test("holds what its dishes are for tax, where the menu says", () => {
    const digest = orderDigest(orderOf(TAX));
    expect(isDigestOf(orderOf(TAX), digest)).toBe(true);
    for (const other of [
      null,
      [],
      TAX.slice(1),
      TAX.toReversed(),
      [{ category: "food", weight: 1 }],
    ]) {
      expect(isDigestOf(orderOf(other), digest)).toBe(false);
    }
  });

  test("of before it held that still counts, whatever was for tax", () => {
    const before = Buffer.from(FIRST_FORMAT, "hex");
    expect(orderDigest(orderOf(null))).toEqual(before);
    expect(isDigestOf(orderOf(null), before)).toBe(true);
    expect(isDigestOf(orderOf(TAX), before)).toBe(true);
    expect(isDigestOf({ ...orderOf(TAX), totalMinor: 1 }, before)).toBe(false);
  });

  test("holds of which course its dishes are, and whether they were held", () => {
    const mains = { number: 2, name: "Mains" };
    const digest = orderDigest(orderOf(TAX, mains));
    expect(isDigestOf(orderOf(TAX, mains), digest)).toBe(true);
    for (const other of [null, { ...mains, number: 1 }, { ...mains, held: true }]) {
      expect(isDigestOf(orderOf(TAX, other), digest)).toBe(false);
    }
    // A course that was written into an order from before there were any.
    expect(isDigestOf(orderOf(null, mains), Buffer.from(FIRST_FORMAT, "hex"))).toBe(false);
  });
});
