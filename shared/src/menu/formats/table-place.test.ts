import { expect, it } from "vitest";
import { readTablePlace, type TablePlace, tablePlace } from "./table-place.ts";

it.each<[string, TablePlace]>([
  ["row 7", { row: 7 }],
  ["row 7, price", { row: 7, field: "price" }],
  ["column 3, Size, large", { column: 3, field: "Size, large" }],
  ["sheet Drinks, row 12, name", { sheet: "Drinks", row: 12, field: "name" }],
  ["sheet Wein, rot, column 2, Jahr", { sheet: "Wein, rot", column: 2, field: "Jahr" }],
])("%s is a place in a table", (path, place) => {
  expect(tablePlace(place)).toBe(path);
  expect(readTablePlace(path)).toEqual(place);
});

it.each(["currency", "categories[0].items[1].price", "(the file)", "column Tax"])(
  "%s is none",
  (path) => {
    expect(readTablePlace(path)).toBeNull();
  },
);
