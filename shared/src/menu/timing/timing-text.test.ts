import { describe, expect, test } from "vitest";
import { formatMessage } from "../../platform/i18n/format.ts";
import { dayNumber } from "./local-time.ts";
import { messages as de } from "./messages/de.ts";
import { messages as en } from "./messages/en.ts";
import type { OpeningHours, PriceRule, TimeWindow } from "./rules.ts";
import {
  exceptionLines,
  ruleText,
  servedText,
  type TimesLanguage,
  weekLines,
  windowsText,
} from "./timing-text.ts";

const english: TimesLanguage = {
  t: (key, params) => formatMessage(en[key], "en", params),
  ...{ language: "en", clock: "en" },
};
const german: TimesLanguage = {
  t: (key, params) => formatMessage(de[key], "de", params),
  ...{ language: "de", clock: "de-AT" },
};
/** Which space stands before AM is the engine's. */
const plain = (text: string) => text.replace(/\s/gu, " ");

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
    expect(plain(windowsText([window], english))).toBe(text);
  });

  test("is in the language that was asked for", () => {
    expect(windowsText([{ days: [1, 2, 3, 4, 5], span }], german)).toBe("Mo–Fr 11:30–14:30");
  });
});

test("what is served is a sentence, also where it never is", () => {
  expect(servedText([{ days: [7] }, { days: [1] }], english)).toBe("Served Sun; Mon");
  expect(servedText([], english)).toBe("Never served");
});

test.each<[string, PriceRule["change"]]>([
  ["−20%", { kind: "percent", by: -20 }],
  ["+5% (rounded to €0.50)", { kind: "percent", by: 5, roundTo: 50 }],
  ["€5.00", { kind: "fixed", price: 500 }],
  ["€1.00 less", { kind: "minus", amount: 100 }],
])("a rule says %s and when", (text, change) => {
  expect(ruleText({ when: [{ days: [7] }], change }, "EUR", english)).toBe(`${text}, Sun`);
});

describe("Opening hours in words", () => {
  const evening = { from: "17:00", until: "23:00" };
  const lunch = { from: "11:30", until: "14:00" };
  const hours = (part: Partial<OpeningHours>): OpeningHours => ({
    week: Array.from({ length: 7 }, () => [evening]),
    ...{ exceptions: [], lastOrders: 0 },
    ...part,
  });

  test("are one line where all days are the same", () => {
    expect(weekLines(hours({}), german)).toEqual([{ days: "täglich", times: "17:00–23:00" }]);
  });

  test("have a line for the days that are alike, wherever in the week", () => {
    const both = [evening, lunch];
    const week = [[], both, both, both, [evening], [evening], []];
    expect(weekLines(hours({ week }), german)).toEqual([
      { days: "Mo und So", times: "Geschlossen" },
      { days: "Di–Do", times: "11:30–14:00, 17:00–23:00" },
      { days: "Fr und Sa", times: "17:00–23:00" },
    ]);
  });

  test("name different days of today and of the next weeks, in their order", () => {
    const day = (fromDate: string, untilDate = fromDate) => ({ fromDate, untilDate, spans: [] });
    const exceptions = [
      { ...day("2026-12-31"), spans: [lunch] },
      day("2026-12-01"),
      day("2026-11-30", "2026-12-02"),
      day("2027-12-24"),
    ];
    expect(exceptionLines(hours({ exceptions }), dayNumber("2026-12-02"), german)).toEqual([
      { days: "30.11.2026–02.12.2026", times: "Geschlossen" },
      { days: "31.12.2026", times: "11:30–14:00" },
    ]);
  });
});
