import { beforeAll, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

test("a good session breaks no promise, and everything that was there was looked at", () => {
  const verdict = judge(recorded.history, recorded.evidence);
  expect(verdict.violations).toEqual([]);
  // No page of the app took part.
  expect(verdict.unproven).toEqual(["pageSavedClaims"]);
  expect(verdict.ok).toBe(true);
});

test("a record with holes is no ground for a verdict", () => {
  const verdict = judge({ events: recorded.history.events, dropped: 3 }, recorded.evidence);
  expect(verdict.ok).toBe(false);
  expect(verdict.violations.map((v) => v.code)).toEqual(["history-truncated"]);
});

test("counts all violations and lists the first few of each code, with promise and history", () => {
  const { events } = recorded.history;
  const verdict = judge(
    { events, dropped: 0 },
    { ...recorded.evidence, sessions: [], replicas: [] },
  );
  expect(verdict.violationCounts).toMatchObject({ "session-lost": 2 });
  for (const violation of verdict.violations) {
    expect(violation.promise).toBeGreaterThanOrEqual(1);
    expect(violation.message).toMatch(/\.$/);
  }
  const gapped = [...recorded.evidence.statusHistory].map((row) => ({
    ...row,
    number: row.number * 2,
  }));
  const many = judge({ events, dropped: 0 }, { ...recorded.evidence, statusHistory: gapped });
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
