import { expect, test } from "vitest";
import { copiedDown, draftOf, type HoursDraft, hoursOf, problemsOf } from "./hours-draft.ts";

const hours = {
  week: Array.from({ length: 7 }, () => [{ from: "11:00", until: "02:00" }]),
  exceptions: [{ fromDate: "2026-12-24", untilDate: "2026-12-26", spans: [] }],
  lastOrders: 30,
};
const problems = (change: Partial<HoursDraft>) => [...problemsOf({ ...draftOf(hours), ...change })];

test("hours come back from the form as they went in, and none means always", () => {
  expect(hoursOf(draftOf(hours))).toEqual(hours);
  expect(hoursOf(draftOf(null))).toBeNull();
});

test("a day's times can be those of the days after it", () => {
  const monday = [{ from: "09:00", until: "17:00" }];
  const { week } = draftOf({ ...hours, week: [monday, [], ...hours.week.slice(2)] });
  expect(copiedDown(week, 1)).toEqual([monday, [], [], [], [], [], []]);
  expect(copiedDown(week, 0)).toEqual(Array.from({ length: 7 }, () => monday));
  expect(copiedDown(week, 6)).toEqual(week);
});

test("what cannot be saved is named where it stands", () => {
  expect(problems({})).toEqual([]);
  expect(problems({ lastOrders: "" })).toEqual(["lastOrders"]);
  expect(problems({ lastOrders: "241" })).toEqual(["lastOrders"]);
  const week = hours.week.with(2, [{ from: "", until: "10:00" }]);
  expect(problems({ week })).toEqual(["day 2"]);
  const exceptions = [{ fromDate: "2026-12-26", untilDate: "2026-12-24", spans: [] }];
  expect(problems({ exceptions })).toEqual(["exception 0"]);
  expect(problems({ exceptions, lastOrders: "x", always: true })).toEqual([]);
});
