import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { expect, test } from "vitest";
import { inLane, LANES } from "./lanes.ts";

test("every open status is in exactly one lane besides all", () => {
  for (const status of ["placed", "accepted", "preparing", "ready"] as const) {
    const lanesOf = (lines: Ticket["lines"]) =>
      LANES.filter((lane) => inLane({ status, lines }, lane));
    const line = { ...LINE, choices: [] };
    expect(lanesOf([line]), status).toHaveLength(2);
    expect(lanesOf([line]), status).toContain("all");
    // Nothing of it is to be cooked: it waits to be put away, and is not new.
    expect(lanesOf([{ ...line, cancelled: [{ portions: 1, reason: "Cold" }] }])).toEqual(["all"]);
  }
});

const LINE = { name: "Burger", quantity: 1, note: "", for: null, forSeat: null, allergens: [] };
