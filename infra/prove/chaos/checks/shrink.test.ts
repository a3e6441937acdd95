import { expect, test } from "vitest";
import type { HistoryEvent } from "../history.ts";
import type { Check } from "./finding.ts";
import type { Ground } from "./ground.ts";
import { shortestHistory } from "./shrink.ts";

const ground: Ground = { sessions: new Map(), orders: [], statusHistory: [] };

function fault(n: number): HistoryEvent {
  return { kind: "fault", fault: String(n), details: "", n, at: n };
}

const events = Array.from({ length: 100 }, (_, i) => fault(i));
const ids = { which: "both" };

/** Finds the offence when all of these are there. */
function checkFor(...needed: number[]): Check {
  return (some) => {
    const there = new Set(some.map((e) => e.n));
    const found = needed.every((n) => there.has(n));
    const offence = { code: "log-broken", message: "", ids, about: () => true } as const;
    return { offences: found ? [offence] : [], counts: {} };
  };
}

const offence = { code: "log-broken", message: "", ids, about: () => true } as const;

test("leaves only the events that it takes, in order", () => {
  const shortest = shortestHistory(checkFor(3, 50, 97), events, ground, offence);
  expect(shortest.map((e) => e.n)).toEqual([3, 50, 97]);
});

test("keeps what speaks for the system", () => {
  const excused = { ...offence, excuses: (e: HistoryEvent) => e.n === 10 || e.n === 60 };
  const shortest = shortestHistory(checkFor(50), events, ground, excused);
  expect(shortest.map((e) => e.n)).toEqual([10, 50, 60]);
});

test("looks only at events that have to do with it", () => {
  const narrow = { ...offence, about: (e: HistoryEvent) => e.n < 60 };
  const shortest = shortestHistory(checkFor(50), events, ground, narrow);
  expect(shortest.map((e) => e.n)).toEqual([50]);
});

test("gives the last events about what the evidence shows by itself", () => {
  const shortest = shortestHistory(checkFor(), events, ground, offence);
  expect(shortest.map((e) => e.n)).toEqual(events.slice(-30).map((e) => e.n));
});

test("stays within its tries, and what it gives still shows the offence", () => {
  let tries = 0;
  const needed = Array.from({ length: 2_000 }, (_, i) => i * 2);
  const check = checkFor(...needed);
  const many = Array.from({ length: 4_000 }, (_, i) => fault(i));
  const counting: Check = (some, at) => {
    tries += 1;
    return check(some, at);
  };
  const shortest = shortestHistory(counting, many, ground, offence);
  expect(tries).toBeLessThan(420);
  expect(check(shortest, ground).offences).toHaveLength(1);
});
