import { expect, test } from "vitest";
import { diagnose, readScrape, type Scraped } from "./diagnose.ts";

const GOOD = {
  tureen_postgres_up: 1,
  tureen_redis_up: 1,
  nodejs_eventloop_lag_p99_seconds: 0.02,
  tureen_append_seconds_count: 100,
  tureen_append_seconds_sum: 0.5,
  tureen_provider_age_seconds: 0,
};
const QUICK = { roundTripMs: 1, writeMs: 3 };

const scraped = (change: Partial<typeof GOOD>, isUp = true): Scraped[] => [
  { process: "server", before: new Map(), after: new Map(Object.entries({ ...GOOD, ...change })) },
  { process: "worker", before: new Map(), after: isUp ? new Map() : undefined },
];

test.each([
  ["nothing of ours", {}, QUICK],
  ["Postgres is away", { tureen_postgres_up: 0 }, QUICK],
  ["Redis is away", { tureen_redis_up: 0 }, QUICK],
  ["a node is overloaded", { nodejs_eventloop_lag_p99_seconds: 0.7 }, QUICK],
  [
    "the disk under Postgres is slow",
    { tureen_append_seconds_sum: 15 },
    { roundTripMs: 34, writeMs: 131 },
  ],
  [
    "Postgres is slow to answer",
    { tureen_append_seconds_sum: 18 },
    { roundTripMs: 181, writeMs: 183 },
  ],
  ["the payment provider is slow", { tureen_provider_age_seconds: 130 }, QUICK],
] as const)("the page leads to: %s", (cause, change, probe) => {
  expect(diagnose(scraped(change), probe).cause).toBe(cause);
});

test("a process that does not answer is the first thing that is found", () => {
  const found = diagnose(scraped({ tureen_redis_up: 0 }, false), QUICK);
  expect(found).toEqual({ cause: "a process is down", step: 1 });
});

test("a scrape is read with its labels", () => {
  expect([...readScrape('# HELP x\nup_total{code="a b"} 3\nx 1.5e-3\n')]).toEqual([
    ['up_total{code="a b"}', 3],
    ["x", 0.0015],
  ]);
});
