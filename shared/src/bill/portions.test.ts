import { expect, test } from "vitest";
import { portionsText } from "./portions.ts";
import { divide, PORTION } from "./ranges.ts";

test("parts of a portion are fractions as people write them", () => {
  const text = (portions: number) => portionsText(portions * PORTION, "en");
  expect([1, 1 / 2, 4 / 3, 1 / 7, 3, 2.8].map(text)).toEqual([
    ...["1", "½", "1\u202f⅓", "¹⁄₇", "3", "2\u202f⅘"],
  ]);
  expect(portionsText(931, "de")).toBe("0,37");
  expect(portionsText(PORTION - 1, "en")).toBe("1");
});

test("whatever many divide a portion equally, each has the fraction that was meant", () => {
  for (let among = 2; among <= 20; among++) {
    const ends = Array.from({ length: among + 1 }, (_, i) => Math.floor((i * PORTION) / among));
    const lengths = ends.slice(1).map((end, i) => end - (ends[i] ?? 0));
    expect(divide([[0, PORTION]], lengths).rest).toEqual([]);
    const texts = new Set(lengths.map((parts) => portionsText(parts, "en")));
    expect([...texts]).toEqual([portionsText(PORTION / among, "en")]);
    expect([...texts][0]).not.toMatch(/[.,]/);
  }
});
