import { expect, test } from "vitest";
import type { CartEntry } from "../../table/cart-entries.ts";
import { createPricesShown } from "./prices-shown.ts";

test("a line whose price is another than when it was first shown says what it was", () => {
  const mark = createPricesShown();
  const was = (prices: Record<string, number | undefined>) =>
    mark(Object.entries(prices).map(([id, unitPrice]) => ({ id, unitPrice }) as CartEntry)).map(
      (entry) => entry.was,
    );
  expect(was({ a: undefined, b: 500 })).toEqual([undefined, undefined]);
  expect(was({ a: 300, b: 400 })).toEqual([undefined, 500]);
  // Back to what it was: there is nothing to tell.
  expect(was({ a: 300, b: 500 })).toEqual([undefined, undefined]);
  // One that was taken out and put in again is a new one.
  expect(was({ a: 250 })).toEqual([300]);
  expect(was({ a: 250, b: 450 })).toEqual([300, undefined]);
});
