import { expect, test } from "vitest";
import { PORTION } from "./ranges.ts";
import { Evening } from "./testing/evening.ts";
import { voidedPortions } from "./voids.ts";

test("portions are void until that is undone, line by line", () => {
  const evening = new Evening(1);
  const order = evening.order({ price: 450, quantity: 3 }, { price: 200 });
  const [soup, water] = [evening.line(order, 0), evening.line(order, 1)];
  const voided = () => [soup, water].map((on) => voidedPortions(evening.view, on));
  expect(voided()).toEqual([0, 0]);
  const first = evening.adjust({ kind: "void", on: soup, ranges: [[0, PORTION]] });
  evening.adjust({
    ...{ kind: "void", on: soup },
    ranges: [
      [PORTION, PORTION + 1000],
      [PORTION + 1000, 2 * PORTION],
    ],
  });
  evening.adjust({ kind: "comp", on: water });
  expect(voided()).toEqual([2, 0]);
  evening.adjust({ kind: "reversal", entry: first });
  expect(voided()).toEqual([1, 0]);
});
