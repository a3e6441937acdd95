import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LINE_STATUSES, type LineStatus } from "../table/document/order-status.ts";
import { afterMoves, canMoveLine, progressBeside, statusOfLines } from "./progress.ts";

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

  it("does not wait for what is held, and is not served before that is", () => {
    expect(of("held", "held")).toBe("placed");
    expect(of("accepted", "held")).toBe("accepted");
    expect(of("ready", "held")).toBe("ready");
    expect(of("served", "held")).toBe("preparing");
    expect(of("served", "placed")).toBe("preparing");
    // What is held and not wanted any more holds nothing up.
    const off = { status: "held", wanted: 0 } as const;
    expect(statusOfLines([{ status: "served", wanted: 1 }, off])).toBe("served");
  });

  it("never goes back when a dish goes on, and is each dish's where all are alike", () => {
    const status = fc.constantFrom(...LINE_STATUSES.filter((each) => each !== "held"));
    fc.assert(
      fc.property(fc.array(status, { minLength: 1, maxLength: 6 }), fc.nat(), (before, at) => {
        const after = [...before];
        const index = at % before.length;
        const next = LINE_STATUSES[LINE_STATUSES.indexOf(before[index] as LineStatus) + 1];
        after[index] = next && next !== "held" ? next : "served";
        const stage = (statuses: LineStatus[]) =>
          LINE_STATUSES.indexOf(of(...statuses) as LineStatus);
        expect(stage(after)).toBeGreaterThanOrEqual(stage(before));
        expect(of(...before.map(() => "accepted" as const))).toBe("accepted");
      }),
    );
  });
});

it("is held again only what nobody has accepted", () => {
  const may = (from: LineStatus, to: LineStatus) => canMoveLine({ from, to });
  expect(may("held", "placed") && may("placed", "held") && may("placed", "served")).toBe(true);
  expect(may("accepted", "held") || may("served", "held")).toBe(false);
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
