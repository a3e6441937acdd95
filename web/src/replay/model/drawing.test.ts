import { expect, test } from "vitest";
import { barsPath, densityOf } from "./density.ts";
import { mergedSpans } from "./spans.ts";
import { TimeAxis } from "./time-axis.ts";
import { windowOf } from "./window.ts";

const letters = [..."abcdefgh"];

test("a long list shows its end, or what it is about, and counts the rest", () => {
  expect(windowOf(letters, 3)).toEqual({ shown: ["f", "g", "h"], before: 5, after: 0 });
  expect(windowOf(letters, 3, 0)).toEqual({ shown: ["a", "b", "c"], before: 0, after: 5 });
  expect(windowOf(letters, 3, 4)).toEqual({ shown: ["d", "e", "f"], before: 3, after: 2 });
  expect(windowOf(letters, 9)).toEqual({ shown: letters, before: 0, after: 0 });
  expect(windowOf([], 3)).toEqual({ shown: [], before: 0, after: 0 });
});

test("spans that meet, or nearly, are drawn as one", () => {
  const spans = [
    { from: 0.5, to: 0.6 },
    { from: 0.1, to: 0.3 },
    { from: 0.2, to: 0.25 },
    { from: 0.305, to: 0.4 },
  ];
  expect(mergedSpans(spans, 0.01)).toEqual([
    { from: 0.1, to: 0.4 },
    { from: 0.5, to: 0.6 },
  ]);
});

test("a single tap beside a thousand can still be seen", () => {
  const log = [
    ...Array.from({ length: 1_000 }, () => ({ author: "d1", at: 0 })),
    { author: "d1", at: 100 },
    { author: "d2", at: 50 },
  ];
  const axis = new TimeAxis(log, { openedAt: 0, endedAt: 100 });
  const density = densityOf(log, axis, 4);
  expect(density.get("d1")?.[0]).toBe(1);
  expect(density.get("d1")?.[3]).toBeGreaterThan(0.3);
  expect(density.get("d2")?.map((height) => height > 0)).toEqual([false, false, true, false]);
  expect(barsPath(density.get("d2") ?? []).match(/M/g)).toHaveLength(1);
});
