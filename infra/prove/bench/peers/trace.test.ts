import { expect, test } from "vitest";
import { CartTrace, OPENING_LINES, type Step, tableSizes } from "./trace.ts";

const STEPS = 20_000;

function opened(seed: number): { steps: Step[]; gaps: number[] } {
  const trace = new CartTrace(seed);
  trace.admit(40);
  const gaps: number[] = [];
  const steps = Array.from({ length: STEPS }, () => {
    gaps.push(trace.gap(2));
    return trace.next();
  });
  return { steps, gaps };
}

test("an evening is the same for every arm, and another one with another seed", () => {
  expect(opened(1)).toEqual(opened(1));
  expect(opened(1)).not.toEqual(opened(2));
});

test("four to eight sit at a table", () => {
  expect([...new Set(tableSizes(3, 200))].sort()).toEqual([4, 5, 6, 7, 8]);
  expect(tableSizes(3, 200)).toEqual(tableSizes(3, 200));
});

test("most steps are taps, some are additions, and a few are presence", () => {
  const { steps } = opened(1);
  const share = (kind: Step["kind"]) => steps.filter((step) => step.kind === kind).length / STEPS;
  expect(share("tap")).toBeGreaterThan(0.8);
  expect(share("add")).toBeGreaterThan(0.02);
  expect(share("presence")).toBeCloseTo(0.05, 1);
});

test("taps are only on lines that the diner has, and quantities stay within bounds", () => {
  const { steps } = opened(1);
  const carts = new Map<number, number[]>();
  for (const step of steps) {
    const cart = carts.get(step.phone) ?? new Array<number>(OPENING_LINES).fill(1);
    carts.set(step.phone, cart);
    if (step.kind === "add") cart.push(1);
    if (step.kind !== "tap") continue;
    const quantity = (cart[step.line] ?? Number.NaN) + step.by;
    cart[step.line] = quantity;
    expect(quantity).toBeGreaterThanOrEqual(1);
    expect(quantity).toBeLessThanOrEqual(9);
  }
});

test("edits are due as often as asked for, presence on top", () => {
  const { steps, gaps } = opened(1);
  const edits = steps.filter((step) => step.kind !== "presence").length;
  const meanMs = gaps.reduce((sum, gap) => sum + gap, 0) / edits;
  expect(meanMs).toBeGreaterThan(1.95);
  expect(meanMs).toBeLessThan(2.05);
});

test("who is admitted later begins with the same dishes as the others", () => {
  const trace = new CartTrace(1);
  expect(trace.admit(2)).toHaveLength(2 * OPENING_LINES);
  expect(trace.admit(3)).toEqual(new Array(OPENING_LINES).fill({ phone: 2, kind: "add" }));
});
