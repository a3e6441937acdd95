import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PORTION } from "./ranges.ts";
import { dueBeforeOrder } from "./rounds.ts";
import { chargeOfTab, closeTabNow, decideTab, holdFor, maxTabTip, raiseOf, tabOf } from "./tab.ts";
import { Evening, TERMS } from "./testing/evening.ts";

const TAB_TERMS = { ...TERMS, tab: { hold: 5000, step: 2000 } };

const decide = (evening: Evening, amount: number, more: object = {}) =>
  decideTab({
    ...{ wish: { mode: "tab", covers: [], payers: 1, amount, tip: 0, at: 0 }, view: evening.view },
    ...{ sessionStatus: evening.status, arrivedAt: 0, maxAgeMs: 1000 },
    ...more,
  });

describe("What is held", () => {
  test("is the first amount, raised by whole steps when a bill with a tip outgrows it", () => {
    // With the highest suggested tip, ten percent, on top.
    const holds = [0, 4545, 4546, 6363, 6364, 20_000].map((free) =>
      holdFor({ terms: TAB_TERMS, free }),
    );
    expect(holds).toEqual([5000, 5000, 7000, 7000, 7000, 23_000]);
    expect(holdFor({ terms: TERMS, free: 100 })).toBe(null);
  });

  test("is raised while it is too little, until that is refused", () => {
    const evening = new Evening(2, TAB_TERMS);
    const key = evening.putDown("d1", 5000);
    evening.order({ price: 4000 });
    expect(raiseOf(evening.view)).toBe(null);
    evening.order({ price: 4000 });
    expect(raiseOf(evening.view)).toMatchObject({ to: 9000, tab: { key } });
    const tab = evening.view.payments[key];
    if (!tab || tab.status === "rejected" || !tab.hold) throw new Error("no tab");
    const refused = { ...tab, hold: { ...tab.hold, refused: 9000 } };
    evening.view = { ...evening.view, payments: { [key]: refused } };
    expect(raiseOf(evening.view)).toBe(null);
    expect(tabOf(evening.view)?.key).toBe(key);
  });
});

test("A table that pays round by round may order on while its card is good for what it owes", () => {
  const evening = new Evening(1, { ...TAB_TERMS, rounds: "required" });
  evening.order({ price: 3000 });
  expect(dueBeforeOrder(evening.view)).toBe(3000);
  evening.putDown("d1", 5000);
  expect(dueBeforeOrder(evening.view)).toBe(0);
  evening.order({ price: 3000 });
  expect(dueBeforeOrder(evening.view)).toBe(1000);
});

describe("A wish to put a card down", () => {
  test("is granted once, for exactly what its holder saw, while the table is open", () => {
    const evening = new Evening(2, TAB_TERMS);
    expect(decide(evening, 5000)).toMatchObject({ ok: true, amount: 5000, covers: [] });
    const code = (amount: number, more?: object) => {
      const decision = decide(evening, amount, more);
      return decision.ok ? "ok" : decision.code;
    };
    expect(code(4999)).toBe("amount-differs");
    expect(code(5000, { sessionStatus: "closed" })).toBe("session-closed");
    expect(code(5000, { arrivedAt: 1001 })).toBe("too-old");
    evening.putDown("d2", 5000);
    expect(code(5000)).toBe("tab-open");
    expect(decide(new Evening(1, TERMS), 5000)).toMatchObject({ code: "tab-off" });
    const off = new Evening(1, { ...TAB_TERMS, online: false });
    expect(decide(off, 5000)).toMatchObject({ code: "online-off" });
  });
});

describe("Closing a tab, whatever the table did before", () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("order" as const), price: fc.nat(9000), who: fc.nat(3) }),
    fc.record({
      do: fc.constantFrom("amount" as const, "reserve" as const, "fail" as const),
      who: fc.nat(3),
      price: fc.integer({ min: 1, max: 9000 }),
    }),
    fc.record({ do: fc.constant("discount" as const), who: fc.nat(3), price: fc.nat(9999) }),
  );

  test("charges never more than is open or held, leaves nothing lost, and covers nothing twice", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 15 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.nat(12_000),
        fc.boolean(),
        (steps, held, tip, othersEnd) => {
          const evening = new Evening(3, TAB_TERMS);
          const key = evening.putDown("d1", held);
          const open: string[] = [];
          for (const { do: what, price, who } of steps) {
            const diner = `d${(who % 3) + 1}`;
            if (what === "order") evening.order({ price, by: diner });
            else if (what === "discount") {
              evening.adjust({ kind: "discount", on: null, off: { percent: price + 1 } });
            } else if (what === "fail") {
              const ended = open.pop();
              if (ended) evening.release(ended);
            } else {
              const decision = evening.decide(diner, { amount: price });
              if (!decision.ok) continue;
              const paid = evening.reserve(diner, decision);
              if (what === "amount") evening.capture(paid);
              else open.push(paid);
            }
          }
          const before = evening.bill;
          const tab = tabOf(evening.view);
          if (!tab) throw new Error("the tab is gone");
          const closing = closeTabNow(evening.view, tab, { tip, seen: null });
          if (closing.kind === "refused") {
            const why = closing.code === "being-paid" ? before.free === 0 : tip > closing.now;
            expect(why).toBe(true);
            return;
          }
          expect(closing.kind === "release").toBe(before.balance === 0);
          evening.closeTab(key, closing);
          if (closing.kind === "release") {
            expect(evening.bill).toEqual(before);
            return;
          }
          expect(closing.amount).toBe(Math.min(before.free, held));
          expect(closing.amount).toBe(chargeOfTab(tab, before));
          expect(closing.amount + closing.tip).toBeLessThanOrEqual(held);
          expect(closing.tip).toBeLessThanOrEqual(maxTabTip(tab, before));
          // Others may still pay or not: what was reserved for the card is its own either way.
          for (const other of open) othersEnd ? evening.capture(other) : evening.release(other);
          evening.capture(key);
          const after = evening.bill;
          const paid = othersEnd ? before.reserved : 0;
          expect(after.balance).toBe(before.balance - closing.amount - paid);
          expect(after.overpaid).toBe(before.overpaid);
          // Nobody's dish is covered twice.
          for (const line of after.lines) {
            const parts = line.paid.reduce((sum, [from, to]) => sum + to - from, 0);
            expect(parts).toBeLessThanOrEqual(line.quantity * PORTION);
          }
          // And there is nothing left to be closed a second time.
          expect(tabOf(evening.view)).toBeUndefined();
        },
      ),
      { numRuns: 400 },
    );
  });

  test("is refused when it comes to another amount than was seen", () => {
    const evening = new Evening(1, TAB_TERMS);
    evening.putDown("d1", 5000);
    evening.order({ price: 3000 });
    const tab = tabOf(evening.view);
    if (!tab) throw new Error("the tab is gone");
    const close = (seen: number | null, tip = 0) => closeTabNow(evening.view, tab, { seen, tip });
    expect(close(2999)).toEqual({ kind: "refused", code: "amount-differs", now: 3000 });
    expect(close(3000, 2001)).toEqual({ kind: "refused", code: "tip-refused", now: 2000 });
    expect(close(3000, 2000)).toMatchObject({ kind: "capture", amount: 3000, tip: 2000 });
  });
});
