import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cleanText, isCleanText, isName } from "./text.ts";

test.each(["", "no onions", "two\nlines", "ohne Käse, bitte", "بدون بصل", "不要香菜 🙏🏽", "é"])(
  "%j is clean and stays as it is",
  (text) => {
    expect(isCleanText(text)).toBe(true);
    expect(cleanText(text, 280)).toBe(text);
  },
);

test.each(["a\u0000", "a\u0007", "a\r\n", "\u202Eabc", "\u2066a\u2069", "\ud83c", "\u007f"])(
  "%j is not clean",
  (text) => {
    expect(isCleanText(text)).toBe(false);
  },
);

test("whatever somebody pastes, what is kept is clean, short enough, and cleaning it again keeps it", () => {
  const pasted = fc.string({ unit: "binary", maxLength: 40 });
  const broken = fc
    .array(fc.integer({ min: 0, max: 0xffff }))
    .map((c) => String.fromCharCode(...c));
  fc.assert(
    fc.property(fc.oneof(pasted, broken), fc.integer({ min: 1, max: 20 }), (text, maxLength) => {
      const kept = cleanText(text, maxLength);
      expect(isCleanText(kept)).toBe(true);
      expect(kept.length).toBeLessThanOrEqual(maxLength);
      expect(cleanText(kept, maxLength)).toBe(kept);
    }),
    { numRuns: 1_000, seed: 1 },
  );
});

test.each(["Ana", "李", "🙏🏽", "O'Neil", "7", "=1+1", "<b>"])("%j can be a name", (text) => {
  expect(isName(text)).toBe(true);
});

test.each(["", " ", "\u200b", "\u00ad\u2060", "two\nlines", "a\u2028b", "\u0000"])(
  "%j cannot be a name",
  (text) => {
    expect(isName(text)).toBe(false);
  },
);
