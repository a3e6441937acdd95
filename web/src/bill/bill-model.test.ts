import { keyOf } from "@tureen/shared/bill/bill";
import { lengthOf, PORTION } from "@tureen/shared/bill/ranges";
import { type SharedLine, sharesOf } from "@tureen/shared/bill/shares";
import { Evening } from "@tureen/shared/bill/testing/evening";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amountText, parseAmount } from "../platform/ui/amount-text.ts";
import { billMark } from "./bill-mark.ts";
import { claimScene, claimSteps, equalParts, isSharedAnyway, outcomeOf } from "./claim.ts";
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
  const sceneOf = (evening: Evening, line: number, diner: string) =>
    claimScene(evening.view, evening.bill, lineAt(evening, line), diner);
  const lineAt = (evening: Evening, at: number) => {
    const line = evening.bill.lines[at];
    if (!line) throw new Error(`the bill has no line ${at}`);
    return line;
  };

  test("begins with what they had, and can be less or more", () => {
    const { evening, order } = friends();
    const soup = { parts: PORTION, amount: 1001 };
    expect(sceneOf(evening, 0, "d1")).toEqual({
      ...{ left: PORTION, others: [], free: PORTION, said: null, settled: 0 },
      ...{ now: soup, unsaid: soup, sharers: ["d1", "d2", "d3"] },
    });
    expect(sceneOf(evening, 2, "d3").now).toEqual({ parts: PORTION / 3, amount: 300 });
    evening.claim("d1", evening.line(order, 0), PORTION / 2);
    expect(sceneOf(evening, 0, "d1")).toMatchObject({ said: PORTION / 2, unsaid: soup });
    expect(claimSteps(PORTION)).toEqual([0, PORTION / 3, PORTION / 2, PORTION]);
  });

  test("is no more than what others have not taken, with who took what", () => {
    const { evening, order } = friends();
    evening.claim("d2", evening.line(order, 2), PORTION / 2);
    const scene = sceneOf(evening, 2, "d1");
    expect(scene).toMatchObject({
      ...{ others: [{ diner: "d2", parts: PORTION / 2 }], free: PORTION / 2 },
      ...{ now: { parts: PORTION / 4, amount: 225 }, sharers: ["d1", "d3"] },
    });
    expect(claimSteps(scene.free)).toEqual([0, PORTION / 3, PORTION / 2]);
    const rest = outcomeOf(evening.view, evening.bill, lineAt(evening, 2), "d1", scene.free);
    expect(rest).toEqual({ parts: PORTION / 2, amount: 450 });
  });

  test("is of what is left of a dish that another has paid in part", () => {
    const evening = new Evening(2);
    const on = evening.line(evening.order({ price: 480, by: "d1", for: "table", quantity: 3 }), 0);
    evening.claim("d2", on, 2 * PORTION);
    evening.pay("d2", {
      ...plan(evening, { kind: "shares", of: ["d2"], unclaimed: false }),
      at: 0,
    });

    const scene = () => sceneOf(evening, 0, "d1");
    expect(scene()).toMatchObject({ left: PORTION, free: PORTION, others: [], sharers: ["d1"] });
    expect(scene()).toMatchObject({ said: null, now: { parts: PORTION } });
    const amounts = [0, PORTION / 2, PORTION].map(
      (parts) => outcomeOf(evening.view, evening.bill, lineAt(evening, 0), "d1", parts).amount,
    );
    expect(amounts).toEqual([0, 240, 480]);

    // Somebody who said more than is left, by now, takes all that is left from nobody else.
    evening.claim("d1", on, 3 * PORTION);
    expect(sharesOf(evening.view, evening.bill).lines[0]?.contested).toBe(false);
    expect(scene().now.parts).toBe(PORTION);
  });

  test("of a dish of the table that is shared anyway needs no word, and follows who joins", () => {
    const { evening, order } = friends();
    const shared = (line: number, among: number) =>
      isSharedAnyway(lineAt(evening, line), sceneOf(evening, line, "d1"), among);
    expect([shared(2, 3), shared(2, 2), shared(0, 3)]).toEqual([true, false, false]);
    evening.claim("d2", evening.line(order, 2), PORTION / 3);
    expect(shared(2, 2)).toBe(true);
    // What somebody does not want is nobody's: to share it, it has to be taken.
    evening.claim("d2", evening.line(order, 2), 0);
    expect(shared(2, 2)).toBe(false);
    expect(sceneOf(evening, 2, "d1")).toMatchObject({ free: PORTION, sharers: ["d1", "d3"] });
  });

  type Table = typeof tables extends fc.Arbitrary<infer T> ? T : never;
  /** Tables at which people have said and paid whatever they liked, also more than there is. */
  const tables = fc.record({
    price: fc.integer({ min: 1, max: 5000 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    for: fc.constantFrom("table" as const, "d1"),
    said: fc.array(
      fc.record({
        diner: fc.constantFrom("d1", "d2", "d3", "d4"),
        parts: fc.constantFrom(0, 1 / 7, 1 / 3, 1 / 2, 1, 2, 3).map((n) => Math.floor(n * PORTION)),
        pays: fc.boolean(),
      }),
      { maxLength: 5 },
    ),
    discount: fc.constantFrom(0, 1500),
  });
  const tableOf = ({ price, quantity, for: whose, said, discount }: Table) => {
    const evening = new Evening(4);
    const on = evening.line(evening.order({ price, quantity, by: "d1", for: whose }), 0);
    if (discount > 0) evening.adjust({ kind: "discount", on: null, off: { percent: discount } });
    for (const { diner, parts, pays } of said) {
      // A claim is of the whole dish: phones write what is settled along.
      evening.claim(diner, on, sceneOf(evening, 0, diner).settled + parts);
      const { problem, ...wish } = plan(evening, { kind: "shares", of: [diner], unclaimed: false });
      if (pays && problem === undefined) evening.pay(diner, { ...wish, at: 0 });
    }
    return { evening, on };
  };

  test("comes to what stood beside it, takes nothing that another said, and adds up to the line", () => {
    fc.assert(
      fc.property(tables, fc.constantFrom("d1", "d2", "d3"), fc.nat(), (table, me, which) => {
        const { evening, on } = tableOf(table);
        const line = lineAt(evening, 0);
        const before = sceneOf(evening, 0, me);
        // What was taken more than once is divided among all of them, whatever one of them says.
        const all = Object.values(evening.view.claims).reduce((sum, each) => sum + each, 0);
        const saidBefore = all > line.quantity * PORTION ? [] : saidShares(evening, me);
        const steps = [...claimSteps(before.free), equalParts(before.free, 3, 1)];
        const parts = steps[which % steps.length] ?? 0;
        const promised = outcomeOf(evening.view, evening.bill, line, me, parts);
        expect(promised.parts).toBe(parts);

        evening.claim(me, on, before.settled + parts);
        const { shares, unclaimed } = sharesOf(evening.view, evening.bill).lines[0] as SharedLine;
        expect(sceneOf(evening, 0, me).now).toEqual(promised);
        for (const [diner, had] of saidBefore) {
          expect(saidShares(evening, me).get(diner) ?? 0).toBeGreaterThanOrEqual(had);
        }
        const shared = shares.reduce((sum, { ranges }) => sum + lengthOf(ranges), 0);
        expect(shared + lengthOf(unclaimed.ranges)).toBe(before.left);
        const amount = shares.reduce((sum, each) => sum + each.amount, 0) + unclaimed.amount;
        expect(amount).toBe(evening.bill.free);
      }),
    );
  });

  test("is shared equally by all who share it so that nothing is left or taken twice", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const { evening, on } = tableOf(table);
        const { free, sharers, left, others } = sceneOf(evening, 0, "d4");
        const among = sharers.length;
        const shares = sharers.map((_, place) => equalParts(free, among, place));
        const settled = sharers.map((diner) => sceneOf(evening, 0, diner).settled);
        for (const [i, diner] of sharers.entries()) {
          evening.claim(diner, on, (settled[i] ?? 0) + (shares[i] ?? 0));
        }
        const { shares: now, contested } = sharesOf(evening.view, evening.bill)
          .lines[0] as SharedLine;
        const taken = others.reduce((sum, { parts }) => sum + parts, 0);
        expect(contested && taken <= left).toBe(false);
        for (const [i, diner] of sharers.entries()) {
          expect(sceneOf(evening, 0, diner).now.parts).toBe(shares[i]);
        }
        const amounts = now.reduce((sum, { amount }) => sum + amount, 0);
        expect(amounts).toBeLessThanOrEqual(evening.bill.free);
        if (free > 0) expect(amounts).toBe(evening.bill.free);
      }),
    );
  });

  /** What those have who said something, but not the reader. */
  const saidShares = (evening: Evening, me: string) =>
    new Map(
      sharesOf(evening.view, evening.bill).lines[0]?.shares.flatMap(
        ({ of, claimed, ranges }): [string, number][] =>
          claimed && of !== me ? [[of, lengthOf(ranges)]] : [],
      ),
    );

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
    for (const among of [1, 2, 7, 11, 13]) {
      const parts = Array.from({ length: among }, (_, place) => equalParts(PORTION, among, place));
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
