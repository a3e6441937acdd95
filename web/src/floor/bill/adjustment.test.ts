import { keyOf } from "@tureen/shared/bill/bill";
import { PORTION } from "@tureen/shared/bill/ranges";
import { Evening } from "@tureen/shared/bill/testing/evening";
import { mayAct } from "@tureen/shared/platform/roles";
import { expect, test } from "vitest";
import { canUndo, voidablePortions } from "./adjustment.ts";

const ofManager = (needs: Parameters<typeof mayAct>[1]) => mayAct("manager", needs);
const ofWaiter = (needs: Parameters<typeof mayAct>[1]) => mayAct("waiter", needs);

test("only portions that are on the bill and not being paid can be taken off it", () => {
  const evening = new Evening(1);
  const order = evening.order({ price: 500, quantity: 3 });
  const on = evening.line(order);
  const left = () => {
    const line = evening.bill.lines.find((each) => keyOf(each) === keyOf(on));
    return line && voidablePortions(line);
  };
  expect(left()).toBe(3);
  const covers = [{ ...on, of: null, from: 0, to: PORTION }];
  evening.reserve("d1", evening.decide("d1", { mode: "items", covers, amount: 500 }));
  expect(left()).toBe(2);
  evening.adjust({ kind: "void", on, ranges: [[PORTION, 3 * PORTION]] });
  expect(left()).toBe(0);
});

test("a dish comes back while the kitchen has its order, and by whoever may take it off", () => {
  const evening = new Evening(1);
  const order = evening.order({ price: 500 });
  const voided = { kind: "void", on: evening.line(order), ranges: [[0, PORTION]] } as const;
  expect(canUndo(voided, evening.view, ofWaiter)).toBe(true);
  expect(canUndo({ kind: "comp", on: null }, evening.view, ofWaiter)).toBe(false);
  expect(canUndo({ kind: "comp", on: null }, evening.view, ofManager)).toBe(true);
  const before = evening.view.orders[order];
  if (!before) throw new Error("no order");
  const orders = { [order]: { ...before, status: "cancelled" as const } };
  expect(canUndo(voided, { ...evening.view, orders }, ofManager)).toBe(false);
  expect(canUndo({ kind: "comp", on: null }, { ...evening.view, orders }, ofManager)).toBe(true);
});
