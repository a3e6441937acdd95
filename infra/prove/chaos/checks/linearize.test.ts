import * as fc from "fast-check";
import { expect, test } from "vitest";
import { linearize, type Operation } from "./linearize.ts";

/** A register: the smallest object there is. */
function write(value: number, invoked: number, returned: number, more = {}): Operation<number> {
  return {
    label: `write ${value}`,
    invoked,
    returned,
    certain: true,
    observes: false,
    after: null,
    step: () => value,
    ...more,
  };
}

function read(value: number, invoked: number, returned: number): Operation<number> {
  return {
    label: `read ${value}`,
    invoked,
    returned,
    certain: true,
    observes: true,
    after: null,
    step: (state) => (state === value ? state : null),
  };
}

const verdict = (...operations: Operation<number>[]) => linearize(0, operations, String).verdict;

test("no operations", () => {
  expect(verdict()).toBe("linearizable");
});

test("a read sees the write before it", () => {
  expect(verdict(write(1, 1, 2), read(1, 3, 4))).toBe("linearizable");
});

test("a stale read", () => {
  const result = linearize(0, [write(1, 1, 2), read(0, 3, 4)], String);
  expect(result).toEqual({ verdict: "impossible", stuck: ["read 0"] });
});

test("a read of what was never written", () => {
  expect(verdict(write(1, 1, 2), read(2, 3, 4))).toBe("impossible");
});

test("a read that overlaps a write may see either", () => {
  expect(verdict(write(1, 1, 4), read(0, 2, 3))).toBe("linearizable");
  expect(verdict(write(1, 1, 4), read(1, 2, 3))).toBe("linearizable");
});

test("two reads do not see a write come and go", () => {
  expect(verdict(write(1, 1, 6), read(1, 2, 3), read(0, 4, 5))).toBe("impossible");
});

test("overlapping writes take effect in whichever order fits", () => {
  expect(verdict(write(1, 1, 4), write(2, 2, 3), read(1, 5, 6))).toBe("linearizable");
  expect(verdict(write(1, 1, 4), write(2, 2, 3), read(2, 5, 6))).toBe("linearizable");
});

test("an operation without an answer happens later, or never", () => {
  const lost = write(1, 1, Number.POSITIVE_INFINITY, { certain: false });
  expect(verdict(lost, read(0, 2, 3))).toBe("linearizable");
  expect(verdict(lost, read(0, 2, 3), read(1, 4, 5))).toBe("linearizable");
  expect(verdict(lost, read(1, 2, 3), read(0, 4, 5))).toBe("impossible");
});

test("an operation known to have happened, nobody knows when, has to fit somewhere", () => {
  const known = write(1, 1, Number.POSITIVE_INFINITY);
  expect(verdict(known, read(0, 2, 3))).toBe("linearizable");
  const never = { ...known, step: () => null };
  expect(verdict(never, read(0, 2, 3))).toBe("impossible");
});

test("one writer's operations keep their order", () => {
  const first = write(1, 1, 9);
  const second = write(2, 2, 9, { after: first });
  expect(verdict(first, second, read(1, 10, 11))).toBe("impossible");
  expect(verdict(first, second, read(2, 10, 11))).toBe("linearizable");
});

test("gives up rather than searching for ever, and says so", () => {
  const writes = Array.from({ length: 12 }, (_, i) => write(i + 1, i, 100));
  const result = linearize(0, [...writes, read(99, 101, 102)], String, 50);
  expect(result.verdict).toBe("undecided");
});

/** Operations that really took effect one after the other, with answers that came early or late. */
const execution = fc.array(
  fc.record({
    kind: fc.constantFrom("read", "write", "lost"),
    value: fc.integer({ min: 1, max: 3 }),
    early: fc.integer({ min: 0, max: 25 }),
    late: fc.integer({ min: 1, max: 25 }),
  }),
  { maxLength: 30 },
);

test("whatever really happened in some order is found to be possible", () => {
  fc.assert(
    fc.property(execution, (steps) => {
      let state = 0;
      const operations = steps.map(({ kind, value, early, late }, i) => {
        const [invoked, returned] = [i * 10 - early, i * 10 + late];
        if (kind === "read") return read(state, invoked, returned);
        state = value;
        if (kind === "write") return write(value, invoked, returned);
        return write(value, invoked, Number.POSITIVE_INFINITY, { certain: false });
      });
      expect(verdict(...operations)).toBe("linearizable");
    }),
    { numRuns: 500 },
  );
});

test("agrees with trying all orders", () => {
  let impossible = 0;
  const small = fc.array(
    fc.record({
      kind: fc.constantFrom("read", "write", "lost"),
      value: fc.integer({ min: 0, max: 2 }),
      invoked: fc.integer({ min: 0, max: 12 }),
      length: fc.integer({ min: 1, max: 8 }),
    }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(small, (steps) => {
      const operations = steps.map(({ kind, value, invoked, length }) => {
        if (kind === "read") return read(value, invoked, invoked + length);
        if (kind === "write") return write(value, invoked, invoked + length);
        return write(value, invoked, Number.POSITIVE_INFINITY, { certain: false });
      });
      const expected = someOrderFits(0, operations);
      if (!expected) impossible += 1;
      expect(verdict(...operations)).toBe(expected ? "linearizable" : "impossible");
    }),
    { numRuns: 1_000, seed: 3 },
  );
  expect(impossible).toBeGreaterThan(50);
});

/** The definition, word by word. */
function someOrderFits(state: number, left: readonly Operation<number>[]): boolean {
  if (left.every((operation) => !operation.certain)) return true;
  return left.some((next) => {
    if (left.some((other) => other !== next && other.returned < next.invoked)) return false;
    const after = next.step(state);
    const rest = left.filter((other) => other !== next);
    return after !== null && someOrderFits(after, rest);
  });
}
