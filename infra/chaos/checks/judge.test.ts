import { beforeAll, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { type Evening, recordEvening } from "./testing/evening.ts";

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
