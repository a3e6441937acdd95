import { expect, it } from "vitest";
import { fromPlaywright, fromVitest, summary } from "./counts.ts";

it("counts a test file that cannot be loaded as a failure", () => {
  const loaded = { status: "passed", assertionResults: [{ status: "passed" }] };
  const broken = { status: "failed", assertionResults: [] };
  expect(fromVitest({ testResults: [loaded, broken] })).toEqual({ passed: 1, failed: 1 });
});

it("counts flaky browser tests and errors outside tests as failures", () => {
  const report = { stats: { expected: 3, unexpected: 1, flaky: 1 }, errors: [{}] };
  expect(summary(fromPlaywright(report))).toBe("3 passed, 3 failed");
});
