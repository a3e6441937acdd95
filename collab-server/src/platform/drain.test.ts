import { expect, test } from "vitest";
import { drain } from "./drain.ts";

/** Connections that leave when they are asked to; notes when, ms since the start. */
function givenCrowd(size: number) {
  const startedAt = performance.now();
  const left: number[] = [];
  const here = new Set(Array.from({ length: size }, (_, i) => i));
  const crowd = () =>
    [...here].map((guest) => () => {
      here.delete(guest);
      left.push(performance.now() - startedAt);
    });
  return { crowd, left };
}

test("nobody is sent away in the first half, then one after the other, all within the time", async () => {
  const [phones, screens] = [givenCrowd(40), givenCrowd(3)];
  let begun = false;
  const begin = () => {
    begun = true;
  };
  const drained = drain({ drainMs: 600, begin, crowds: [phones.crowd, screens.crowd] });
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
  const { crowd, left } = givenCrowd(size);
  const startedAt = performance.now();
  await drain({ drainMs, begin() {}, crowds: [crowd] });
  expect(performance.now() - startedAt).toBeLessThan(100);
  expect(left).toEqual([]);
});
