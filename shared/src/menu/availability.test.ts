import { expect, test } from "vitest";
import { marksAt } from "./availability.ts";

test("a mark that ends by itself says nothing from that moment on, of a dish and of a choice", () => {
  const availability = {
    soldOut: ["soup", "stew"],
    valuesOut: ["large", "oat"],
    soldOutUntil: { stew: 1000, oat: 2000 },
    stock: {},
  };
  const at = (moment: number) => marksAt(availability, moment);
  expect(at(999)).toEqual({ soldOut: ["soup", "stew"], valuesOut: ["large", "oat"] });
  expect(at(1000)).toEqual({ soldOut: ["soup"], valuesOut: ["large", "oat"] });
  expect(at(2000)).toEqual({ soldOut: ["soup"], valuesOut: ["large"] });
  const { soldOutUntil: _, ...older } = availability;
  expect(marksAt(older, 5000)).toEqual({ soldOut: ["soup", "stew"], valuesOut: ["large", "oat"] });
});
