import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LINE_STATUSES, type LineStatus } from "../table/document/order-status.ts";
import { afterMoves, progressBeside, statusOfLines } from "./progress.ts";

const of = (...statuses: LineStatus[]) =>
  statusOfLines(statuses.map((status) => ({ status, wanted: 1 })));

describe("the status of an order", () => {
  it("is that of its slowest dish, but preparing as soon as any dish is", () => {
    expect(of("placed", "accepted")).toBe("placed");
    expect(of("accepted", "accepted")).toBe("accepted");
    expect(of("placed", "preparing")).toBe("preparing");
    expect(of("placed", "served")).toBe("preparing");
    expect(of("ready", "preparing")).toBe("preparing");
    expect(of("ready", "served")).toBe("ready");
    expect(of("served", "served")).toBe("served");
  });

  it("does not wait for what is not wanted any more", () => {
    const off = { status: "placed", wanted: 0 } as const;
    expect(statusOfLines([{ status: "ready", wanted: 2 }, off])).toBe("ready");
    expect(statusOfLines([off, { ...off, status: "ready" }])).toBe("preparing");
    expect(statusOfLines([])).toBeUndefined();
  });

  it("never goes back when a dish goes on, and is each dish's where all are alike", () => {
    const status = fc.constantFrom(...LINE_STATUSES);
    fc.assert(
      fc.property(fc.array(status, { minLength: 1, maxLength: 6 }), fc.nat(), (before, at) => {
        const after = [...before];
        const index = at % before.length;
        const next = LINE_STATUSES[LINE_STATUSES.indexOf(before[index] as LineStatus) + 1];
        after[index] = next ?? "served";
        const stage = (statuses: LineStatus[]) =>
          LINE_STATUSES.indexOf(of(...statuses) as LineStatus);
        expect(stage(after)).toBeGreaterThanOrEqual(stage(before));
        expect(of(...before.map(() => "accepted" as const))).toBe("accepted");
      }),
    );
  });
});

it("names the lines that are not as far as their order, and none where all are", () => {
  const lines = [
    { line: "a", status: "placed" },
    { line: "b", status: "placed" },
  ] as const;
  const moved = afterMoves(lines, [{ line: "b", from: "placed", to: "ready" }]);
  expect(progressBeside("preparing", moved)).toEqual({ a: "placed", b: "ready" });
  expect(progressBeside("ready", [{ line: "b", status: "ready" }])).toBeUndefined();
  expect(progressBeside("cancelled", moved)).toBeUndefined();
});
