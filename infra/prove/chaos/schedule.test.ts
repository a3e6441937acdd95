import { FAIL_POINTS } from "@tureen/persistence/platform/faults/fail-points";
import { expect, test } from "vitest";
import { makeSchedule, NODE_POINTS, type Schedule, type Step, WORKER_POINTS } from "./schedule.ts";
import { SeededRandom } from "./seeded-random.ts";

const killsOf = (steps: readonly Step[]) =>
  steps.flatMap(({ planned }) => (planned.what === "kill" ? [planned.point] : []));

test("the same seed plans the same attacks, another seed others", () => {
  expect(makeSchedule(new SeededRandom(5), 60_000)).toEqual(
    makeSchedule(new SeededRandom(5), 60_000),
  );
  expect(makeSchedule(new SeededRandom(5), 60_000)).not.toEqual(
    makeSchedule(new SeededRandom(6), 60_000),
  );
});

test("the first round of all victims has every fail point", () => {
  const schedule = makeSchedule(new SeededRandom(5), 60_000);
  const half = NODE_POINTS.length / 2;
  const first = [
    ...killsOf(schedule["node-1"]).slice(0, half),
    ...killsOf(schedule["node-2"]).slice(0, half),
    ...killsOf(schedule.worker).slice(0, WORKER_POINTS.length),
  ];
  expect([...new Set(first)].sort()).toEqual([...FAIL_POINTS].sort());
});

test("every track has steps for the whole run and has each of its blows in its first round", () => {
  const schedule: Schedule = makeSchedule(new SeededRandom(9), 600_000);
  for (const steps of Object.values(schedule)) {
    const leastMs = steps.reduce((sum, step) => sum + step.afterMs, 0);
    expect(leastMs).toBeGreaterThanOrEqual(600_000);
  }
  const kinds = (steps: readonly Step[]) => new Set(steps.map(({ planned }) => planned.what));
  expect(kinds(schedule.storage.slice(0, 4)).size).toBe(4);
  expect(kinds(schedule.network.slice(0, 4)).size).toBe(4);
  const spoiled = schedule.signals
    .slice(0, 3)
    .map(({ planned }) => (planned.what === "signals" ? planned.faults : undefined));
  for (const fault of ["drop", "duplicate", "delay"] as const) {
    expect(spoiled.filter((faults) => (faults?.[fault] ?? 0) > 0)).toHaveLength(1);
  }
});
