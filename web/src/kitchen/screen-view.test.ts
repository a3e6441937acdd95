import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { Station } from "@tureen/shared/menu/stations";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALL, PASS } from "../menu/stations/screen-address.ts";
import { isOnScreen, madeElsewhere, ownLines, screenView, waitedFor } from "./screen-view.ts";

const station = (id: string, isDefault = false): Station => ({
  ...{ id, name: id.toUpperCase(), isDefault },
  ...{ warnAfterS: null, lateAfterS: null },
});
const STATIONS = [station("kitchen", true), station("bar"), station("grill")];
const line = (id: string, quantity: number, stations?: string[], cancelled = 0) =>
  ({
    ...{ id, name: id, quantity, choices: [], note: "", for: null, forSeat: null, allergens: [] },
    ...(stations && { stations }),
    ...(cancelled > 0 && { cancelled: [{ portions: cancelled, reason: "why" }] }),
  }) satisfies Ticket["lines"][number];
const ORDER = {
  status: "preparing" as const,
  lines: [
    line("steak", 1, ["grill"]),
    line("wine", 2, ["bar"]),
    line("flambé", 1, ["bar", "grill"]),
    line("soup", 3, ["kitchen"], 1),
  ],
};
const at = (chosen: string) => screenView(chosen, STATIONS);
const ids = (lines: readonly { readonly id?: string }[]) => lines.map(({ id }) => id);
const told = (shares: ReturnType<typeof waitedFor>) =>
  shares.map(({ station, portions }) => `${station.id} ${portions}`);

describe("a screen", () => {
  it("is everybody's until somebody chooses, also where the kitchen has no stations", () => {
    expect(screenView(undefined, STATIONS)).toEqual({ kind: "all" });
    expect(at(ALL)).toEqual({ kind: "all" });
    expect(screenView(PASS, [])).toEqual({ kind: "all" });
  });

  it("is a station's, or the pass", () => {
    expect(at("bar")).toEqual({ kind: "station", station: STATIONS[1] });
    expect(at(PASS)).toEqual({ kind: "pass" });
  });

  it("says that its station is gone, and shows everything", () => {
    expect(at("gone")).toEqual({ kind: "all", gone: true });
    expect(screenView("bar", [])).toEqual({ kind: "all", gone: true });
    expect(ids(ownLines(ORDER, at("gone"), STATIONS))).toEqual(ids(ORDER.lines));
  });

  it("of a station has its own lines, and in short what others make", () => {
    expect(ids(ownLines(ORDER, at("grill"), STATIONS))).toEqual(["steak", "flambé"]);
    expect(told(madeElsewhere(ORDER, at("grill"), STATIONS))).toEqual(["kitchen 2", "bar 2"]);
    const wine = { lines: [line("wine", 1, ["bar"])] };
    expect(isOnScreen(wine, at("grill"), STATIONS)).toBe(false);
    expect(isOnScreen(wine, at("bar"), STATIONS)).toBe(true);
  });

  it("of all and of the pass has whole tickets, and nothing in short", () => {
    for (const view of [at(ALL), at(PASS)]) {
      expect(ids(ownLines(ORDER, view, STATIONS))).toEqual(ids(ORDER.lines));
      expect(madeElsewhere(ORDER, view, STATIONS)).toEqual([]);
    }
  });

  it("of the default has what says no station, or one that is gone", () => {
    const orders = [[], ["gone"], undefined].map((stations) => ({
      lines: [line("soup", 1, stations)],
    }));
    for (const order of orders) {
      expect(isOnScreen(order, at("kitchen"), STATIONS)).toBe(true);
      expect(isOnScreen(order, at("bar"), STATIONS)).toBe(false);
    }
  });
});

describe("the pass", () => {
  it("waits for the portions of each station that are still wanted, until the order is ready", () => {
    expect(told(waitedFor(ORDER, STATIONS))).toEqual(["kitchen 2", "bar 3", "grill 2"]);
    expect(waitedFor({ ...ORDER, status: "ready" }, STATIONS)).toEqual([]);
    const cancelled = { ...ORDER, lines: [line("soup", 1, ["kitchen"], 1)] };
    expect(waitedFor(cancelled, STATIONS)).toEqual([]);
  });
});

describe("whatever was ordered, and whatever became of the stations since", () => {
  it("every line of every ticket is on a screen", () => {
    const known = fc.constantFrom("a", "b", "c", "d");
    fc.assert(
      fc.property(
        fc.uniqueArray(known, { minLength: 1 }),
        fc.nat(3),
        fc.array(fc.option(fc.array(fc.oneof(known, fc.string())), { nil: undefined })),
        (stationIds, standard, named) => {
          const stations = stationIds.map((id, i) => station(id, i === standard));
          const ticket = { lines: named.map((each, i) => line(String(i), 1, each)) };
          const views = stationIds.map((id) => screenView(id, stations));
          const seen = views
            .filter((view) => isOnScreen(ticket, view, stations))
            .flatMap((view) => ids(ownLines(ticket, view, stations)));
          expect(new Set(seen)).toEqual(new Set(ids(ticket.lines)));
          if (named.length === 0)
            expect(isOnScreen(ticket, screenView("a", stations), stations)).toBe(true);
          // What one screen has in short, others have in full.
          for (const view of views) {
            for (const share of madeElsewhere(ticket, view, stations)) {
              const there = screenView(share.station.id, stations);
              expect(isOnScreen(ticket, there, stations)).toBe(true);
            }
          }
        },
      ),
    );
  });
});
