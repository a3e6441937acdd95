import type { TimeWindow } from "@tureen/shared/menu/timing/rules";
import { timeWindow } from "@tureen/shared/menu/timing/timing-schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { onEveryDay, withDate, withDay, withSpan } from "./edit-window.ts";

describe("A window that is tapped together", () => {
  it("holds on the days that were tapped, and on every day when none or all are", () => {
    const sunday = withDay({}, 7);
    expect(sunday).toEqual({ days: [7] });
    expect(withDay(sunday, 6)).toEqual({ days: [6, 7] });
    expect(withDay(sunday, 7)).toEqual({});
    expect(withDay({ days: [1, 2, 3, 4, 5, 6] }, 7)).toEqual({});
    expect(onEveryDay({ days: [1], fromDate: "2026-12-01" })).toEqual({ fromDate: "2026-12-01" });
  });

  it("holds for a span or the whole day", () => {
    const span = { from: "07:00", until: "11:30" };
    expect(withSpan({ days: [1] }, span)).toEqual({ days: [1], span });
    expect(withSpan({ days: [1], span }, undefined)).toEqual({ days: [1] });
  });

  it("never ends before it begins: the other date goes along", () => {
    const christmas: TimeWindow = { fromDate: "2026-12-24", untilDate: "2026-12-26" };
    expect(withDate(christmas, "untilDate", "2026-12-01")).toEqual({
      ...{ fromDate: "2026-12-01", untilDate: "2026-12-01" },
    });
    expect(withDate(christmas, "fromDate", "2027-01-01")).toEqual({
      ...{ fromDate: "2027-01-01", untilDate: "2027-01-01" },
    });
    expect(withDate(christmas, "fromDate", undefined)).toEqual({ untilDate: "2026-12-26" });
  });

  it("is one that a menu may hold, whatever is tapped", () => {
    const date = fc.constantFrom(undefined, "2026-01-31", "2026-12-24", "2027-02-28");
    const span = fc.constantFrom(undefined, { from: "22:00", until: "02:00" });
    const tap = fc.oneof(
      fc.constantFrom(1, 2, 3, 4, 5, 6, 7).map((day) => (w: TimeWindow) => withDay(w, day as 1)),
      span.map((each) => (w: TimeWindow) => withSpan(w, each)),
      date.map((each) => (w: TimeWindow) => withDate(w, "fromDate", each)),
      date.map((each) => (w: TimeWindow) => withDate(w, "untilDate", each)),
    );
    fc.assert(
      fc.property(fc.array(tap), (taps) => {
        const window = taps.reduce<TimeWindow>((w, each) => each(w), {});
        expect(timeWindow.safeParse(window).data).toEqual(window);
        const { fromDate = "", untilDate = "9" } = window;
        expect(fromDate <= untilDate).toBe(true);
      }),
    );
  });
});
