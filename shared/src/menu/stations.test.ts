import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stationKey, stationsFor, waitsOf } from "./stations.ts";

const kitchen = { id: "kitchen", isDefault: true };
const bar = { id: "bar", isDefault: false };
const grill = { id: "grill", isDefault: false };
const all = [bar, kitchen, grill];

describe("the stations that make a dish", () => {
  it("are those that it names, in the kitchen's order, each once", () => {
    expect(stationsFor(["grill"], all)).toEqual(["grill"]);
    expect(stationsFor(["grill", "bar", "grill"], all)).toEqual(["bar", "grill"]);
  });

  it("are without those that are gone", () => {
    expect(stationsFor(["gone", "grill"], all)).toEqual(["grill"]);
  });

  it("are the default where none is named, or none that there is", () => {
    expect(stationsFor(undefined, all)).toEqual(["kitchen"]);
    expect(stationsFor([], all)).toEqual(["kitchen"]);
    expect(stationsFor(["gone"], all)).toEqual(["kitchen"]);
  });

  it("are none in a kitchen without stations", () => {
    expect(stationsFor(["grill"], [])).toEqual([]);
    expect(stationsFor(undefined, [])).toEqual([]);
  });

  it("are never none in a kitchen with any, whatever is named", () => {
    const ids = fc.constantFrom("a", "b", "c", "d");
    fc.assert(
      fc.property(
        fc.uniqueArray(ids, { minLength: 1 }),
        fc.option(fc.array(fc.oneof(ids, fc.string())), { nil: undefined }),
        fc.nat(4),
        (known, named, at) => {
          // Also with a list that has no default.
          const stations = known.map((id, i) => ({ id, isDefault: i === at }));
          const made = stationsFor(named, stations);
          expect(made.length).toBeGreaterThan(0);
          expect(known).toEqual(expect.arrayContaining(made));
        },
      ),
    );
  });
});

describe("a station's times", () => {
  it("are everybody's where it has none of its own", () => {
    expect(waitsOf({ warnAfterS: null, lateAfterS: null })).toEqual({ warn: 300, late: 900 });
    expect(waitsOf({ warnAfterS: 60, lateAfterS: null })).toEqual({ warn: 60, late: 900 });
  });
});

describe("a station's name", () => {
  it("is the same however it is written", () => {
    expect(stationKey("  Cold   Kitchen ")).toBe(stationKey("cold kitchen"));
    expect(stationKey("ＢＡＲ")).toBe("bar");
    expect(stationKey("Bar 2")).not.toBe(stationKey("Bar 1"));
  });
});
