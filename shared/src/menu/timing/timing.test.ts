import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aheadAt } from "../../platform/zone-clock.ts";
import type { Menu, MenuItem } from "../menu.ts";
import { localAt, localText, momentAt, parseLocal } from "./local-time.ts";
import { keptMenuAt, menuAt } from "./menu-at.ts";
import { hoursAround, nextOpeningEdge, takingAt } from "./opening.ts";
import { priceAt } from "./price-rules.ts";
import type { OpeningHours, PriceChange, TimeWindow, Weekday } from "./rules.ts";
import { WEEKDAYS } from "./rules.ts";
import { isOpen, nextEdge } from "./windows.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY_MS = 24 * HOUR;

/** Where a clock is changed, with a moment soon before it is. */
const CHANGES: readonly (readonly [zone: string, about: string])[] = [
  ["Europe/Berlin", "2026-03-28T12:00Z"],
  ["Europe/Berlin", "2026-10-24T12:00Z"],
  ["America/New_York", "2026-11-01T00:00Z"],
  ["Africa/Cairo", "2026-04-23T12:00Z"],
  ["Africa/Cairo", "2026-10-29T12:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T06:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T06:00Z"],
  ["America/Santiago", "2026-04-04T18:00Z"],
  ["Asia/Kathmandu", "2026-12-31T12:00Z"],
];

/** A restaurant's clock looked at minute by minute: what it shows, standing still while it is put back. */
function* minutes(zone: string, from: number, until: number) {
  let latest = Number.NEGATIVE_INFINITY;
  // No clock is changed but at a quarter of an hour.
  for (let quarter = from; quarter < until; quarter += 15 * MINUTE) {
    const ahead = aheadAt(quarter, zone);
    for (let at = quarter; at < quarter + 15 * MINUTE; at += MINUTE) {
      const shown = at + ahead;
      // While it is put back it shows the minute before the one that it was put back at.
      const now = shown > latest ? shown : latest;
      latest = now;
      yield { at, shown: new Date(now) };
    }
  }
}

/** Whether a window is open when the clock shows this, told as one would tell it by hand. */
function holds(window: TimeWindow, shown: Date, dayStartsAt: number): boolean {
  const businessDay = new Date(shown.getTime() - dayStartsAt * HOUR);
  const on = (daysBack: number) => {
    const date = new Date(businessDay.getTime() - daysBack * DAY_MS);
    const text = date.toISOString().slice(0, 10);
    const weekday = (date.getUTCDay() || 7) as Weekday;
    return (
      (!window.days || window.days.includes(weekday)) &&
      (!window.fromDate || text >= window.fromDate) &&
      (!window.untilDate || text <= window.untilDate)
    );
  };
  if (!window.span) return on(0);
  // Times of the business day in its own order: "04:00" is the first where it begins at four.
  const order = (time: string) => {
    const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    return minute < dayStartsAt * 60 ? minute + 1440 : minute;
  };
  const [from, until] = [order(window.span.from), order(window.span.until)];
  const now = order(shown.toISOString().slice(11, 16));
  if (from < until) return from <= now && now < until && on(0);
  return (now >= from && on(0)) || (now < until && on(1));
}

const time = fc.integer({ min: 0, max: 95 }).map((quarters) => {
  const [h, m] = [Math.floor(quarters / 4), (quarters % 4) * 15];
  return `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`;
});
const span = fc.record({ from: time, until: time });
const windowNear = (about: string) => {
  const date = fc
    .integer({ min: -3, max: 3 })
    .map((days) => new Date(Date.parse(about) + days * DAY_MS).toISOString().slice(0, 10));
  return fc.record(
    {
      days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
      span,
      fromDate: date,
      untilDate: date,
    },
    { requiredKeys: [] },
  );
};
const scene = fc.constantFrom(...CHANGES).chain(([timezone, about]) =>
  fc.record({
    timezone: fc.constant(timezone),
    about: fc.constant(Date.parse(about)),
    dayStartsAt: fc.integer({ min: 0, max: 6 }),
    windows: fc.array(windowNear(about), { minLength: 1, maxLength: 3 }),
  }),
);

describe("a window", () => {
  test("is open when a clock that is looked at minute by minute says so", () => {
    fc.assert(
      fc.property(scene, ({ timezone, about, dayStartsAt, windows }) => {
        for (const { at, shown } of minutes(timezone, about - DAY_MS, about + 2 * DAY_MS)) {
          if (at < about - 12 * HOUR) continue;
          if (at % (7 * MINUTE) !== 0 && at % (15 * MINUTE) !== 0) continue;
          const local = localAt(at, { timezone });
          const wanted = windows.some((window) => holds(window, shown, dayStartsAt));
          if (isOpen(windows, local, dayStartsAt) !== wanted) {
            throw new Error(`${new Date(at).toISOString()} ${localText(local)}: not ${wanted}`);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test("does not change before it says that it may, and then at that moment", () => {
    fc.assert(
      fc.property(scene, ({ timezone, about, dayStartsAt, windows }) => {
        const local = localAt(about, { timezone });
        const edge = nextEdge(windows, local, dayStartsAt);
        const until = edge === Number.POSITIVE_INFINITY ? edge : momentAt(edge, { timezone });
        expect(until).toBeGreaterThan(about);
        const before = isOpen(windows, local, dayStartsAt);
        for (const { at, shown } of minutes(timezone, about - DAY_MS, about + 2 * DAY_MS)) {
          if (at < about) continue;
          const now = windows.some((window) => holds(window, shown, dayStartsAt));
          if (now !== before) {
            expect(at).toBeGreaterThanOrEqual(until);
            break;
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});

const dish = (more: Partial<MenuItem> = {}): MenuItem => ({
  ...{ id: "dish", name: "Soup", price: 1000, allergens: [], additives: [], options: [] },
  ...more,
});
const menuWith = (item: MenuItem, section: Partial<Menu["categories"][0]> = {}): Menu => ({
  ...{ restaurantId: "r", version: 1, name: "m", currency: "EUR", locale: "en" },
  categories: [{ id: "c", name: "c", ...section, items: [item] }],
});
const at = (menu: Menu, text: string, dayStartsAt = 4) =>
  menuAt(menu, parseLocal(text), dayStartsAt);

describe("what comes", () => {
  const from = (served: readonly TimeWindow[], text: string, section?: readonly TimeWindow[]) => {
    const menu = menuWith(dish({ served }), { served: section });
    const comes = at(menu, text).unserved.get("dish");
    return typeof comes === "number" ? localText(comes) : comes;
  };
  // The 30th of November 2026 is a Monday.
  test.each<[string, readonly TimeWindow[], string | null | undefined]>([
    ["now", [{ span: { from: "09:00", until: "13:00" } }], undefined],
    ["today", [{ span: { from: "17:00", until: "02:00" } }], "2026-11-30T17:00"],
    ["on Sunday, as the day begins", [{ days: [7] }], "2026-12-06T04:00"],
    [
      "the night after Friday",
      [{ days: [5], span: { from: "01:00", until: "03:00" } }],
      "2026-12-05T01:00",
    ],
    ["from its first date on", [{ days: [3], fromDate: "2027-02-01" }], "2027-02-03T04:00"],
    ["never again", [{ untilDate: "2026-11-29" }], null],
    ["never", [{ days: [1], fromDate: "2026-12-01", untilDate: "2026-12-06" }], null],
    ["never, as there is no window", [], null],
  ])("%s", (_, served, comes) => {
    expect(from(served, "2026-11-30T12:00")).toBe(comes);
  });

  test("needs the section's windows and the dish's own", () => {
    const evening = [{ span: { from: "17:00", until: "23:00" } }];
    expect(from([{ days: [2, 4] }], "2026-11-30T12:00", evening)).toBe("2026-12-01T17:00");
  });

  test("a window ends before the minute that it ends at, past midnight on the day that it began", () => {
    const late = [{ days: [1 as const], span: { from: "22:00", until: "02:00" } }];
    expect(from(late, "2026-12-01T01:59")).toBeUndefined();
    expect(from(late, "2026-12-01T02:00")).toBe("2026-12-07T22:00");
  });

  test("is the first minute at which everything is open, and nothing changes before `until`", () => {
    const local = fc
      .integer({ min: 0, max: 4 * 1440 })
      .map((m) => parseLocal("2026-11-30T00:00") + m);
    const windows = fc.array(windowNear("2026-12-02T00:00Z"), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(windows, windows, local, (section, own, now) => {
        const menu = menuWith(dish({ served: own }), { served: section });
        const { unserved, until } = menuAt(menu, now, 4);
        const open = (minute: number) => isOpen(section, minute, 4) && isOpen(own, minute, 4);
        const comes = unserved.get("dish");
        expect(unserved.has("dish")).toBe(!open(now));
        for (let minute = now; minute < now + 3 * 1440; minute++) {
          if (open(minute) === open(now)) continue;
          expect(minute).toBeGreaterThanOrEqual(until);
          if (!open(now)) expect(comes).toBe(minute);
          break;
        }
      }),
    );
  });

  test("is kept until something changes, whatever times it is asked for and in what order", () => {
    const local = fc
      .integer({ min: 0, max: 4 * 1440 })
      .map((m) => parseLocal("2026-11-30T00:00") + m);
    const windows = fc.array(windowNear("2026-12-02T00:00Z"), { minLength: 1, maxLength: 2 });
    const asked = fc.array(fc.tuple(local, fc.constantFrom(0, 4)), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(windows, windows, asked, (served, when, times) => {
        const priceRules = [{ when, change: { kind: "fixed", price: 600 } as const }];
        const menu = menuWith(dish({ served, priceRules }));
        for (const [now, dayStartsAt] of times) {
          const kept = keptMenuAt(menu, now, dayStartsAt);
          expect(kept).toEqual(menuAt(menu, now, dayStartsAt));
          expect(keptMenuAt(menu, Math.min(now + 1, kept.until - 1), dayStartsAt)).toBe(kept);
        }
      }),
    );
  });
});

describe("the price that counts", () => {
  const always = (change: PriceChange) => ({ when: [{}], change });
  test.each<[number, PriceChange, number]>([
    [1000, { kind: "percent", by: -20 }, 800],
    [999, { kind: "percent", by: -50 }, 500],
    [1195, { kind: "percent", by: 5, roundTo: 50 }, 1250],
    [1190, { kind: "percent", by: 5, roundTo: 50 }, 1250],
    [1160, { kind: "percent", by: 5, roundTo: 50 }, 1200],
    [1000, { kind: "percent", by: -100 }, 0],
    [-50, { kind: "percent", by: -50 }, -25],
    [1000, { kind: "fixed", price: 0 }, 0],
    [1000, { kind: "minus", amount: 300 }, 700],
  ])("of %i by %o is %i", (price, change, wanted) => {
    expect(priceAt(price, [[always(change)]], 0, 4)).toBe(wanted);
  });

  test("is by the first rule that holds, a dish's own before its section's", () => {
    const happy = [{ span: { from: "17:00", until: "19:00" } }];
    const menu = menuWith(
      dish({ priceRules: [{ when: happy, change: { kind: "fixed", price: 600 } }] }),
      { priceRules: [always({ kind: "percent", by: 10 }), always({ kind: "fixed", price: 1 })] },
    );
    const price = (text: string) => at(menu, text).menu.categories[0]?.items[0]?.price;
    expect(price("2026-11-30T16:59")).toBe(1100);
    expect(price("2026-11-30T17:00")).toBe(600);
    expect(price("2026-11-30T19:00")).toBe(1100);
    expect(localText(at(menu, "2026-11-30T12:00").until)).toBe("2026-11-30T17:00");
  });

  test("is never below nothing, and a value's is its own", () => {
    const values = [
      {
        ...{ id: "v", name: "big", priceDelta: 200 },
        priceRules: [always({ kind: "fixed", price: 50 })],
        served: [{ days: [2 as const] }],
      },
    ];
    const menu = menuWith(
      dish({
        options: [{ id: "o", name: "size", min: 0, max: 1, values }],
        priceRules: [always({ kind: "minus", amount: 5000 })],
      }),
    );
    const now = at(menu, "2026-11-30T12:00");
    const item = now.menu.categories[0]?.items[0];
    expect(item?.price).toBe(0);
    expect(item?.options[0]?.values[0]?.priceDelta).toBe(50);
    expect([...now.unserved]).toEqual([["v", parseLocal("2026-12-01T04:00")]]);
  });

  test("a menu that no rule changes stays the same object", () => {
    const menu = menuWith(dish({ served: [{ days: [1] }] }));
    expect(at(menu, "2026-11-30T12:00").menu).toBe(menu);
  });
});

describe("opening hours", () => {
  const evening = [{ from: "17:00", until: "01:00" }];
  const lunch = { from: "12:00", until: "15:00" };
  const hours: OpeningHours = {
    // Mondays closed, Sundays at noon too.
    week: [[], evening, evening, evening, evening, evening, [lunch, ...evening]],
    exceptions: [
      { fromDate: "2026-12-24", untilDate: "2026-12-26", spans: [] },
      {
        fromDate: "2026-12-31",
        untilDate: "2026-12-31",
        spans: [{ from: "18:00", until: "04:00" }],
      },
      {
        fromDate: "2027-01-01",
        untilDate: "2027-01-01",
        spans: [{ from: "04:00", until: "10:00" }],
      },
    ],
    lastOrders: 30,
  };
  const service = { dayStartsAt: 4, hours, pause: null };
  const told = (text: string) => {
    const { kind, ...rest } = takingAt(service, parseLocal(text), 0);
    const [when] = Object.values(rest) as (number | null)[];
    return `${kind} ${typeof when === "number" ? localText(when) : when}`;
  };
  test.each([
    ["2026-11-30T18:00", "closed 2026-12-01T17:00"],
    ["2026-12-01T16:59", "closed 2026-12-01T17:00"],
    ["2026-12-01T17:00", "open 2026-12-02T00:30"],
    ["2026-12-02T00:29", "open 2026-12-02T00:30"],
    ["2026-12-02T00:30", "last-orders 2026-12-02T17:00"],
    ["2026-12-02T01:00", "closed 2026-12-02T17:00"],
    ["2026-12-06T14:45", "last-orders 2026-12-06T17:00"],
    ["2026-12-24T00:15", "open 2026-12-24T00:30"],
    ["2026-12-24T18:00", "closed 2026-12-27T12:00"],
    // The night of New Year's Eve goes on into the morning: last orders are once.
    ["2027-01-01T03:45", "open 2027-01-01T09:30"],
  ])("at %s it is %s", (text, wanted) => {
    expect(told(text)).toBe(wanted);
  });

  test("without any it is always open, and never where no day has any", () => {
    expect(takingAt({ ...service, hours: null }, 0, 0)).toEqual({ kind: "open", lastOrders: null });
    const never = { week: [], exceptions: [], lastOrders: 0 };
    expect(takingAt({ ...service, hours: never }, 0, 0)).toEqual({ kind: "closed", opens: null });
    expect(nextOpeningEdge({ ...service, hours: never }, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test("a pause holds from its beginning until before its end, and says nothing when it is closed", () => {
    const paused = { ...service, pause: { from: 10, until: 20 } };
    const open = parseLocal("2026-12-01T18:00");
    expect([9, 10, 19, 20].map((ms) => takingAt(paused, open, ms).kind)).toEqual([
      ...["open", "paused", "paused", "open"],
    ]);
    expect(takingAt(paused, parseLocal("2026-11-30T18:00"), 15).kind).toBe("closed");
  });

  test("nothing changes before the next edge, and other days' exceptions say nothing of this one", () => {
    const spans = fc.array(span, { maxLength: 2 });
    const date = fc.integer({ min: -4, max: 4 }).map((days) => {
      return new Date(Date.parse("2026-12-02") + days * DAY_MS).toISOString().slice(0, 10);
    });
    const exception = fc.record({ fromDate: date, untilDate: date, spans });
    const some = fc.record({
      week: fc.array(spans, { minLength: 7, maxLength: 7 }),
      exceptions: fc.array(exception, { maxLength: 3 }),
      lastOrders: fc.integer({ min: 0, max: 90 }),
    });
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 1440 }), (hours, minute) => {
        const local = parseLocal("2026-12-02T00:00") + minute;
        const of = { dayStartsAt: 4, hours, pause: null };
        const { kind } = takingAt(of, local, 0);
        const edge = nextOpeningEdge(of, local);
        for (let later = local; later < Math.min(edge, local + 1440); later++) {
          expect(takingAt(of, later, 0).kind).toBe(kind);
        }
        const around = { ...of, hours: hoursAround(hours, local, 4) };
        expect(takingAt(around, local, 0).kind).toBe(kind);
      }),
      { numRuns: 50 },
    );
  });
});
