import { expect, test } from "vitest";
import { pointInTime, promote, regionLost } from "./drills.ts";

const PATIENCE_MS = 240_000;

test.each([
  ["set back to a moment", pointInTime],
  ["lost with its region", regionLost],
])(
  "a database is %s: tables end, and what was lost is told, found and offered again once",
  async (_, drill) => {
    const { seen, was, steps } = await drill();
    expect(steps.map(({ what }) => what)).toContain("recover");
    expect(seen.orders).toEqual([was.keptOrder]);
    expect(seen.ended).toEqual({
      ...{ late: "session-expired", host: "session-expired", guest: "session-expired" },
      other: "session-unknown",
    });
    // The phone that came back first did not know of order 2; the payment is what the provider says.
    expect(seen.findings.toSorted()).toEqual([
      "order at 1: 450, outcome unknown, says phone, 1 Soup",
      "order at 1: 900, number 2, says phone, 2 Soup",
      "order at 2: 1350, number 3, says phone, 3 Soup",
      "payment at 1: 1350, captured, says provider",
    ]);
    // The two soups that the kitchen has are not offered to the one whose phone never heard of that.
    expect(seen.offered).toEqual({
      late: ['1 "asked for, never sent", 1 unsure', '1 "only on this phone", 0 unsure'],
      ...{ host: [], guest: ['1 "saved, and lost", 0 unsure'], other: [] },
    });
  },
  PATIENCE_MS,
);

test(
  "a replica takes the place of a dead primary: tables go on, with all that was called saved",
  async () => {
    const { seen, was } = await promote();
    expect(seen.ended).toEqual({ host: undefined, guest: undefined });
    expect(seen.orders).toHaveLength(2);
    expect(was.saved).toBeGreaterThanOrEqual(20);
  },
  PATIENCE_MS,
);
