import { keyOf } from "@tureen/shared/bill/bill";
import { PORTION } from "@tureen/shared/bill/ranges";
import { sharesOf } from "@tureen/shared/bill/shares";
import { Evening } from "@tureen/shared/bill/testing/evening";
import { describe, expect, test } from "vitest";
import { amountText, parseAmount } from "../platform/ui/amount-text.ts";
import { billMark } from "./bill-mark.ts";
import { amountFor, claimOf, claimSteps, equalParts } from "./claim.ts";
import { groupLines } from "./groups.ts";
import { lineFacts } from "./line-facts.ts";
import { isOpen, ownWishes } from "./own-payments.ts";
import { evenPayers, hasShares, ofNoDish, type PayChoice, planPayment } from "./pay-plan.ts";

const friends = () => {
  const evening = new Evening(3);
  const order = evening.order(
    { price: 1001, by: "d1" },
    { price: 600, by: "d2", quantity: 3 },
    { price: 900, by: "d1", for: "table" },
  );
  return { evening, order };
};
const payersLeft = (evening: Evening) =>
  evenPayers(evening.view, sharesOf(evening.view, evening.bill));
const plan = (evening: Evening, choice: PayChoice) =>
  planPayment(evening.bill, sharesOf(evening.view, evening.bill), choice);

describe("What is shown of a bill", () => {
  test("each line is there once, one's own first, and the groups add up", () => {
    const { evening } = friends();
    const groups = groupLines(sharesOf(evening.view, evening.bill), "d2");
    expect(groups.map(({ whose, listed }) => [whose, listed])).toEqual([
      ["d2", 1800],
      ["table", 900],
      ["d1", 1001],
    ]);
    expect(groups.reduce((sum, { listed }) => sum + listed, 0)).toBe(evening.bill.listed);
  });

  test("a line says who pays it, what was taken off, and what is left of it", () => {
    const { evening, order } = friends();
    const on = evening.line(order, 1);
    evening.adjust({ kind: "void", on, ranges: [[2 * PORTION, 3 * PORTION]] });
    evening.adjust({ kind: "discount", on, off: { percent: 1000 } });
    evening.adjust({ kind: "reversal", entry: evening.adjust({ kind: "comp", on }) });
    const share = plan(evening, { kind: "shares", of: ["d2"], unclaimed: false });
    evening.pay("d3", { ...share, at: 0 });
    expect(lineFacts(evening.view, evening.bill).get(keyOf(on))).toMatchObject({
      ...{ live: 2 * PORTION, voided: PORTION, paid: 2 * PORTION, reserved: 0 },
      ...{
        payers: [{ diner: "d3", parts: 2 * PORTION, paid: true }],
        reductions: [{ off: { percent: 1000 }, amount: 120 }],
      },
    });
  });

  test("a bill that is read again is the same, a refund makes another of it", () => {
    const { evening } = friends();
    const keys = [evening.pay("d1", { amount: 100 }), evening.pay("d2", { amount: 200 })];
    const before = billMark(evening.view);
    const payments = Object.fromEntries(Object.entries(evening.view.payments).reverse());
    expect(billMark({ ...structuredClone(evening.view), payments })).toBe(before);
    evening.refund(keys[0] ?? "", 50);
    expect(billMark(evening.view)).not.toBe(before);
  });
});

describe("What somebody claims", () => {
  test("begins with what they had, and can be less or more", () => {
    const { evening, order } = friends();
    const at = (i: number) => {
      const line = sharesOf(evening.view, evening.bill).lines[i];
      if (!line) throw new Error("the bill has three lines");
      return line;
    };
    expect(claimOf(evening.view, at(0), "d1")).toEqual({
      ...{ parts: PORTION, fallback: PORTION, said: false, settled: 0 },
    });
    expect(claimOf(evening.view, at(2), "d3").parts).toBe(PORTION / 3);
    evening.claim("d1", evening.line(order, 0), PORTION / 2);
    expect(claimOf(evening.view, at(0), "d1")).toMatchObject({ parts: PORTION / 2, said: true });
    expect(claimSteps(at(0).line)).toEqual([0, PORTION / 3, PORTION / 2, PORTION]);
  });

  test("is of what is left of a dish that another has paid in part", () => {
    const evening = new Evening(2);
    const on = evening.line(evening.order({ price: 480, by: "d1", for: "table", quantity: 3 }), 0);
    const water = () => {
      const shared = sharesOf(evening.view, evening.bill).lines[0];
      if (!shared) throw new Error("the bill has a line");
      return shared;
    };
    evening.claim("d2", on, 2 * PORTION);
    evening.pay("d2", {
      ...plan(evening, { kind: "shares", of: ["d2"], unclaimed: false }),
      at: 0,
    });

    expect(claimSteps(water().line)).toEqual([0, PORTION / 3, PORTION / 2, PORTION]);
    expect(equalParts(water().line, 2, 0)).toBe(PORTION / 2);
    expect(claimOf(evening.view, water(), "d1")).toMatchObject({ parts: PORTION, said: false });
    const amounts = [0, PORTION / 2, PORTION].map((parts) =>
      amountFor(evening.view, evening.bill, water().line, "d1", parts),
    );
    expect(amounts).toEqual([0, 240, 480]);

    // Somebody who said more than is left, by now, takes all that is left from nobody else.
    evening.claim("d1", on, 3 * PORTION);
    expect(water().contested).toBe(false);
    expect(claimOf(evening.view, water(), "d1").parts).toBe(PORTION);
  });

  test("is divided only among those who still want what is left", () => {
    const evening = new Evening(3);
    const on = evening.line(evening.order({ price: 480, by: "d1", for: "table", quantity: 3 }), 0);
    const contested = () => sharesOf(evening.view, evening.bill).lines[0]?.contested;
    evening.claim("d1", on, PORTION);
    evening.pay("d1", {
      ...plan(evening, { kind: "shares", of: ["d1"], unclaimed: false }),
      at: 0,
    });
    evening.claim("d2", on, 2 * PORTION);
    expect(contested()).toBe(false);
    evening.claim("d3", on, PORTION);
    expect(contested()).toBe(true);
    evening.pay("d2", { ...plan(evening, { kind: "rest" }), at: 0 });
    expect(contested()).toBe(false);
  });

  test("equal shares make a dish whole, whatever their number", () => {
    const line = friends().evening.bill.lines[0];
    if (!line) throw new Error("the bill has lines");
    for (const among of [1, 2, 7, 11, 13]) {
      const parts = Array.from({ length: among }, (_, place) => equalParts(line, among, place));
      expect(parts.reduce((sum, each) => sum + each, 0)).toBe(PORTION);
    }
  });
});

describe("What somebody pays", () => {
  const choices: PayChoice[] = [
    { kind: "shares", of: ["d1"], unclaimed: false },
    { kind: "shares", of: ["d1", "d3"], unclaimed: true },
    { kind: "even", payers: 3 },
    { kind: "amount", amount: 777 },
    { kind: "rest" },
  ];
  test.each(choices)("is what the server finds too: %j", (choice) => {
    const { evening, order } = friends();
    evening.claim("d2", evening.line(order, 0), PORTION / 3);
    evening.pay("d2", { mode: "amount", amount: 505 });
    const { problem, ...wish } = plan(evening, choice);
    expect(problem).toBeUndefined();
    expect(evening.decide("d1", wish)).toMatchObject({ ok: true, amount: wish.amount });
  });

  test("is nothing, or more than there is: it cannot be paid", () => {
    const { evening } = friends();
    expect(plan(evening, { kind: "amount", amount: null }).problem).toBe("nothing");
    expect(plan(evening, { kind: "amount", amount: 99_999 }).problem).toBe("too-much");
    expect(plan(evening, { kind: "shares", of: [], unclaimed: true }).problem).toBe("nothing");
  });

  test("is split among those who have not paid yet", () => {
    const { evening } = friends();
    evening.pay("d1", { mode: "amount", amount: 100 });
    evening.leave("d3");
    expect(payersLeft(evening)).toBe(1);
  });

  test.each([
    ["at the counter with a share whose nobody says", null, "cash"],
    ["at the counter with a share of the only phone", "d1", "card"],
    ["on the phone", "d1", "online"],
  ] as const)("an even split of three that begins %s goes on", (_, payer, method) => {
    const evening = new Evening(1);
    evening.order({ price: 10_000 });
    const asked = [3, 2, 1].map((expected, i) => {
      const payers = i === 0 ? 3 : payersLeft(evening);
      expect(payers).toBe(expected);
      const { amount } = plan(evening, { kind: "even", payers });
      evening.pay(payer, { mode: "even", payers, amount }, method);
      return amount;
    });
    expect(asked).toEqual([3334, 3333, 3333]);
    expect(evening.bill).toMatchObject({ balance: 0, overpaid: 0 });
  });

  test("an even split goes on among those it was meant for, whatever the amounts look like", () => {
    const evening = new Evening(2);
    evening.order({ price: 4000 });
    // What would be a twelfth, and is an amount that somebody chose.
    evening.pay(null, { mode: "amount", amount: 334 }, "cash");
    expect(payersLeft(evening)).toBe(2);
    const { amount } = plan(evening, { kind: "even", payers: 20 });
    const share = evening.pay(null, { mode: "even", payers: 20, amount }, "cash");
    expect(payersLeft(evening)).toBe(19);
    // More is ordered before the second pays: it is nineteen who are left all the same.
    evening.order({ price: 777 });
    expect(payersLeft(evening)).toBe(19);
    evening.refund(share, amount);
    expect(payersLeft(evening)).toBe(2);
  });

  test("an even share counts as soon as it is kept for its payer, and no more once it fails", () => {
    const evening = new Evening(1);
    evening.order({ price: 3000 });
    const wish = { mode: "even", payers: 3, amount: 1000 } as const;
    const share = evening.reserve("d1", evening.decide("d1", wish), "online", { payers: 3 });
    expect(payersLeft(evening)).toBe(2);
    evening.release(share);
    expect(payersLeft(evening)).toBe(1);
  });

  test("what was given back of dishes that stay paid is owed by nobody, and is all that is left", () => {
    const { evening } = friends();
    const key = evening.pay(null, { mode: "rest", amount: evening.bill.free }, "cash");
    const shares = () => sharesOf(evening.view, evening.bill);
    expect([hasShares(shares()), ofNoDish(evening.bill, shares())]).toEqual([false, 0]);
    evening.refund(key, 500);
    expect([hasShares(shares()), ofNoDish(evening.bill, shares())]).toEqual([false, 500]);
    evening.order({ price: 300 });
    expect(hasShares(shares())).toBe(true);
    expect(ofNoDish(evening.bill, shares())).toBe(0);
  });
});

test("a wish to pay is paid only once it is captured", () => {
  const { evening } = friends();
  const wish = { mode: "rest", covers: [], payers: 1, amount: evening.bill.free, tip: 0 } as const;
  const states = () =>
    ownWishes(evening.view, "d1", new Set(["d1-b"])).map((own) => [own.state.kind, isOpen(own)]);
  evening.view = {
    ...evening.view,
    wishes: { "d1-a": { ...wish, at: 1 }, "d1-b": { ...wish, at: 2 }, "d2-c": { ...wish, at: 3 } },
  };
  expect(states()).toEqual([
    ["sending", true],
    ["deciding", true],
  ]);
  const key = evening.reserve("d1", evening.decide("d1", wish));
  evening.view = {
    ...evening.view,
    wishes: { [key]: { ...wish, at: 1 } },
    payments: {
      ...evening.view.payments,
      "d1-no": { status: "rejected", code: "being-paid", now: 0, at: 9 },
    },
  };
  expect(states()).toEqual([["reserved", true]]);
  evening.capture(key);
  expect(states()).toEqual([["captured", false]]);
});

test("amounts are read as people type them", () => {
  const typed = [
    "12,5",
    "12.50",
    "1.234,50",
    "1,234.50",
    "1 234",
    "٢٠",
    "1,5,0",
    "",
    "-3",
    "12.345",
  ];
  expect(typed.map((text) => parseAmount(text, "EUR"))).toEqual([
    ...[1250, 1250, 123450, 123450, 123400, 2000, null, null, null, 1234500],
  ]);
  expect(["1,200", "350.5"].map((text) => parseAmount(text, "JPY"))).toEqual([1200, null]);
  expect(amountText(1250, "EUR", "de")).toBe("12,50");
});
