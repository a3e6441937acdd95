import { expect, test } from "vitest";
import { judgeAims } from "./aims.ts";
import { inTurn } from "./bench.ts";
import { choosePeerParts } from "./compare.ts";
import { countRound } from "./count-round.ts";
import { peersReport } from "./report.ts";
import { Results } from "./results.ts";
import { short } from "./short.ts";

const part = "propagation";

function given(ours: readonly number[], bare: readonly number[]): Results {
  const results = new Results();
  const name = { part, figure: "server CPU per edit", unit: "µs" };
  for (const [i, value] of ours.entries()) {
    results.add({ ...name, column: "Tureen" }, i + 1, value);
  }
  for (const [i, value] of bare.entries()) {
    if (value > 0) results.add({ ...name, column: "bare Hocuspocus" }, i + 1, value);
  }
  return results;
}

test("a figure is the median of its rounds, with their range", () => {
  const results = given([5, 1, 3, 9, 4], []);
  expect(results.spread(part, "server CPU per edit", "Tureen")).toEqual({
    ...{ median: 4, min: 1, max: 9 },
  });
});

test("a ratio compares rounds that both have, each with its own", () => {
  // The second round of the other arm was discarded.
  const results = given([10, 1_000, 30], [5, 0, 10]);
  expect(results.ratio(part, "server CPU per edit", "Tureen", "bare Hocuspocus")).toBe(2);
  expect(results.ratio(part, "server CPU per edit", "Tureen", "raw ws relay")).toBeUndefined();
});

test("an aim is judged by its ratio, and not at all without figures", () => {
  const [aim, ...others] = judgeAims(given([300], [200]));
  expect(aim).toMatchObject({ measured: "1.50 times (aim: at most 1)", reached: false });
  expect(others).toEqual([]);
  expect(judgeAims(given([200], [200]))[0]?.reached).toBe(true);
});

test("the report says what was discarded, each reason once", () => {
  const results = given([200, 300], [100]);
  for (const round of [2, 3]) {
    results.discard({ part, column: "raw ws relay", round, why: "the generator was late" });
  }
  const report = peersReport(results);
  expect(report).toContain("| server CPU per edit, µs | 200 (200–300) | 100 |");
  expect(report).toContain("Discarded: raw ws relay: the generator was late (rounds 2, 3).");
  expect(report).toContain("NOT reached");
});

test("everybody begins once, and nobody always comes after the same one", () => {
  const orders = [1, 2, 3, 4, 5].map((round) => inTurn([..."abcde"], round).join(""));
  expect(orders.map(([first]) => first)).toEqual([..."abcde"]);
  for (const order of orders) expect([...order].sort().join("")).toBe("abcde");
  const before = new Set(orders.map((order) => order[order.indexOf("b") - 1]));
  expect(before.size).toBeGreaterThan(3);
  expect(inTurn(["a"], 3)).toEqual(["a"]);
});

test("a round that is the generator's own counts nowhere, and the report says so", () => {
  const results = new Results();
  const column = "Tureen";
  const onTime = { lateP99Ms: 2, cpuShare: 0.4 };
  countRound(results, { part, column, round: 1 }, onTime)?.("server CPU per edit", "µs", 300);
  expect(countRound(results, { part, column, round: 2 }, { ...onTime, lateP99Ms: 40 })).toBeNull();
  expect(results.find(part, "server CPU per edit", column)?.rounds).toEqual([
    { round: 1, value: 300 },
  ]);
  expect(peersReport(results)).toContain(
    "Discarded: Tureen: the generator was 40 ms late at p99 (round 2)",
  );
});

test("parts are chosen by name and run in their own order", () => {
  expect(choosePeerParts("memory,propagation")).toEqual(["propagation", "memory"]);
  expect(choosePeerParts(undefined).length).toBeGreaterThan(8);
  expect(() => choosePeerParts("memory,speed")).toThrow(/"speed" is no part/);
});

test.each([
  [0.1234, "0.12"],
  [1.5, "1.50"],
  [12.34, "12.3"],
  [123.4, "123"],
  [12_345, "12,345"],
])("%d is shown as %s", (value, shown) => {
  expect(short(value)).toBe(shown);
});
