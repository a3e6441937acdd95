import { expect, test } from "vitest";
import { until } from "../testing/until.ts";
import { createLatenessGauge, watchOverload } from "./overload.ts";

test("one long pause is no overload; being late again and again is, until it is over", () => {
  const gauge = createLatenessGauge();
  gauge.late(1_500);
  expect(gauge.isOverloaded()).toBe(false);
  for (let i = 0; i < 5; i += 1) gauge.late(1_500);
  expect(gauge.isOverloaded()).toBe(true);
  // Not at the first good moment: whoever waits outside would all come in at once.
  gauge.late(0);
  expect(gauge.isOverloaded()).toBe(true);
  for (let i = 0; i < 10; i += 1) gauge.late(0);
  expect(gauge.isOverloaded()).toBe(false);
});

test("a process that is kept busy is overloaded, and recovers", async () => {
  const monitor = watchOverload();
  try {
    await until(
      "the work is too much",
      () => {
        const end = performance.now() + 1_500;
        while (performance.now() < end);
        return monitor.isOverloaded();
      },
      20_000,
    );
    await until("the process has caught up", () => !monitor.isOverloaded());
  } finally {
    monitor.stop();
  }
});
