import { PORTION } from "@tureen/shared/bill/ranges";
import { Evening, TERMS } from "@tureen/shared/bill/testing/evening";
import fc from "fast-check";
import { expect, test } from "vitest";
import { panelSums } from "./panel-sums.ts";

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

test("what a table's panel shows adds up to its total, whatever was changed", () => {
  const change = fc.record({
    what: fc.constantFrom(
      ...(["void", "void-half", "discount", "all", "comp", "charge", "service-off"] as const),
    ),
    at: fc.nat(9),
    much: fc.integer({ min: 1, max: 3_000 }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom("inclusive", "exclusive"),
      fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 5 }),
      fc.array(change, { maxLength: 8 }),
      (prices, dishes, changes) => {
        const rate = { percent: 1000 } as const;
        const service = { rate, of: "net", fromGuests: 1, category: "food" } as const;
        const evening = new Evening(2, { ...TERMS, prices, service });
        const orders = dishes.map((price) => evening.order({ price, quantity: 2 }, { price: 7 }));
        for (const { what, at, much } of changes) {
          const on = evening.line(orders[at % orders.length] ?? "", at % 2);
          if (what === "void") evening.adjust({ kind: "void", on, ranges: [[0, PORTION]] });
          if (what === "void-half") {
            evening.adjust({ kind: "void", on, ranges: [[0, PORTION / 2]] });
          }
          if (what === "discount") evening.adjust({ kind: what, on, off: { amount: much } });
          if (what === "all") {
            evening.adjust({ kind: "discount", on: null, off: { percent: much } });
          }
          if (what === "comp") evening.adjust({ kind: what, on });
          if (what === "charge") {
            evening.adjust({ kind: what, name: "Cork", amount: much, category: "drinks" });
          }
          if (what === "service-off") evening.adjust({ kind: what });
        }
        const { orders: left, added, discounts, taxes, total, ...rest } = panelSums(evening.bill);
        const onTop = sum(taxes.map(({ tax }) => tax));
        expect(sum([...left.values()]) + added - discounts + rest.service + onTop).toBe(total);
        expect(total).toBe(evening.bill.total);
      },
    ),
  );
});
