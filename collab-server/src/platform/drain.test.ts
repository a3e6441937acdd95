import { expect, test } from "vitest";
import { drain } from "./drain.ts";

/** Connections that leave when they are asked to; notes when, ms since the start. */
function givenGroup(size: number) {
  const startedAt = performance.now();
  const left: number[] = [];
  const here = new Set(Array.from({ length: size }, (_, i) => i));
  const group = () =>
    [...here].map((guest) => () => {
      here.delete(guest);
      left.push(performance.now() - startedAt);
    });
  return { group, left };
}

test("nobody is sent away in the first half, then one after the other, all within the time", async () => {
  const [phones, screens] = [givenGroup(40), givenGroup(3)];
  let begun = false;
  const begin = () => {
    begun = true;
  };
  const drained = drain({ drainMs: 600, begin, groups: [phones.group, screens.group] });
  expect(begun).toBe(true);
  await drained;
  expect([phones.left.length, screens.left.length]).toEqual([40, 3]);
  for (const { left } of [phones, screens]) expect(left[0]).toBeGreaterThan(295);
  // 40 in 300 ms; 3 need not take as long.
  expect((phones.left.at(-1) ?? 0) - (phones.left[0] ?? 0)).toBeGreaterThan(250);
  expect((screens.left.at(-1) ?? 0) - (screens.left[0] ?? 0)).toBeLessThan(250);
});

test.each([
  { drainMs: 60_000, size: 0 },
  { drainMs: 0, size: 5 },
])("it takes no time with $size phones and $drainMs ms", async ({ drainMs, size }) => {
  const { group, left } = givenGroup(size);
  const startedAt = performance.now();
  await drain({ drainMs, begin() {}, groups: [group] });
  expect(performance.now() - startedAt).toBeLessThan(100);
  expect(left).toEqual([]);
});
