import type { PriceRule, TimeWindow } from "@tureen/shared/menu/timing/rules";
import { describe, expect, test } from "vitest";
import { ruleText, servedText, windowsText } from "./timing-words.ts";

describe("A window in words", () => {
  const span = { from: "11:30", until: "14:30" };
  test.each<[string, TimeWindow]>([
    ["Mon–Fri 11:30 AM–2:30 PM", { days: [1, 2, 3, 4, 5], span }],
    ["Sun", { days: [7] }],
    ["Mon, Wed–Fri, & Sun", { days: [7, 1, 3, 4, 5] }],
    ["Sat & Sun", { days: [6, 7] }],
    ["every day 11:30 AM–2:30 PM", { span }],
    ["every day 24 hours from 9:00 PM", { span: { from: "21:00", until: "21:00" } }],
    ["at any time", {}],
    ["from Dec 1, 2026", { fromDate: "2026-12-01" }],
    ["Fri, until Dec 24, 2026", { days: [5], untilDate: "2026-12-24" }],
    ["Dec 1, 2026–Dec 24, 2026", { fromDate: "2026-12-01", untilDate: "2026-12-24" }],
    ["Dec 24, 2026", { fromDate: "2026-12-24", untilDate: "2026-12-24" }],
  ])("is %s", (text, window) => {
    // Which space stands before AM is the engine's.
    expect(windowsText([window]).replace(/\s/gu, " ")).toBe(text);
  });
});

test("what is served is a sentence, also where it always or never is", () => {
  expect(servedText([{ days: [7] }, { days: [1] }])).toBe("Served Sun; Mon");
  expect(servedText(undefined)).toBe("Served whenever you are open");
  expect(servedText([])).toBe("Never served");
});

test.each<[string, PriceRule["change"]]>([
  ["−20%", { kind: "percent", by: -20 }],
  ["+5% (rounded to €0.50)", { kind: "percent", by: 5, roundTo: 50 }],
  ["€5.00", { kind: "fixed", price: 500 }],
  ["€1.00 less", { kind: "minus", amount: 100 }],
])("a rule says %s and when", (text, change) => {
  expect(ruleText({ when: [{ days: [7] }], change }, "EUR")).toBe(`${text}, Sun`);
});
