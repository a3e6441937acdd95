import { expect, it } from "vitest";
import { readSettings } from "./screen-settings.ts";

const UNSET = { density: "normal", merges: true, volume: 0.7, chimes: {} };

it("is as if nothing was chosen where nothing was kept, or something else", () => {
  for (const kept of [undefined, null, 5, "large", [], {}]) {
    expect(readSettings(kept)).toEqual(UNSET);
  }
});

it("takes what it understands, and of the rest what is usual", () => {
  const chosen = { density: "large", merges: false, volume: 0, chimes: { bar: "bell" } };
  expect(readSettings(chosen)).toEqual(chosen);
  expect(readSettings({ ...chosen, density: "huge", volume: 3 })).toEqual({
    ...{ ...UNSET, merges: false },
    chimes: { bar: "bell" },
  });
  expect(readSettings({ chimes: { bar: "gone", grill: "horn", pass: 1 } }).chimes).toEqual({
    grill: "horn",
  });
});
