import { beforeAll, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { type Evening, recordEvening } from "./testing/recorded-session.ts";

let evening: Evening;

beforeAll(async () => {
  evening = await recordEvening();
});

test("a good evening breaks no promise, and everything was looked at", () => {
  const verdict = judge(evening.history, evening.evidence);
  expect(verdict.violations).toEqual([]);
  expect(verdict.unproven).toEqual([]);
  expect(verdict.ok).toBe(true);
});

test("a record with holes is no ground for a verdict", () => {
  const verdict = judge({ events: evening.history.events, dropped: 3 }, evening.evidence);
  expect(verdict.ok).toBe(false);
  expect(verdict.violations.map((v) => v.code)).toEqual(["history-truncated"]);
});

test("counts all violations and lists the first few of each code, with promise and history", () => {
  const { events } = evening.history;
  const verdict = judge(
    { events, dropped: 0 },
    { ...evening.evidence, sessions: [], replicas: [] },
  );
  expect(verdict.violationCounts).toMatchObject({ "session-lost": 2 });
  for (const violation of verdict.violations) {
    expect(violation.promise).toBeGreaterThanOrEqual(1);
    expect(violation.message).toMatch(/\.$/);
  }
  const gapped = [...evening.evidence.statusHistory].map((row) => ({
    ...row,
    number: row.number * 2,
  }));
  const many = judge({ events, dropped: 0 }, { ...evening.evidence, statusHistory: gapped });
  expect(many.violationCounts["kitchen-number-missing"]).toBe(7);
  expect(many.violations.filter((v) => v.code === "kitchen-number-missing")).toHaveLength(5);
});

test("every fault of a run without any evidence is named as unproven, not as good", () => {
  const nothing = { restaurantId: "r", sessions: [], orders: [], statusHistory: [], replicas: [] };
  const verdict = judge({ events: [], dropped: 0 }, nothing);
  expect(verdict.ok).toBe(true);
  expect(verdict.unproven).toEqual(
    expect.arrayContaining([
      "acknowledgedEdits",
      "confirms",
      "orderedLines",
      "ordersCompared",
      "kitchenEvents",
      "screens",
      "replicas",
      "confirmHistories",
      "statusHistories",
    ]),
  );
});
