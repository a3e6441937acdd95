import { expect, it } from "vitest";
import { add, fromPlaywright, fromVitest, oneFailure, summary } from "./counts.ts";

it("counts a test file that cannot be loaded as a failure", () => {
  const loaded = {
    name: "a.test.ts",
    status: "passed",
    assertionResults: [{ status: "passed", fullName: "adds" }],
  };
  const broken = { name: "b.test.ts", status: "failed", message: "no such", assertionResults: [] };
  expect(fromVitest({ testResults: [loaded, broken] })).toEqual({
    passed: 1,
    failed: 1,
    failures: ["b.test.ts\n    no such"],
  });
});

it("counts flaky browser tests and errors outside tests as failures", () => {
  const report = { stats: { expected: 3, unexpected: 1, flaky: 1 }, errors: [{}] };
  expect(summary(fromPlaywright(report))).toBe("3 passed, 3 failed");
});

it("names each failed test with its reason, and shortens a long one", () => {
  const assertionResults = [
    { status: "passed", fullName: "adds" },
    { status: "failed", fullName: "takes away", failureMessages: ["expected 1 to be 2\n    at b"] },
    { status: "failed", fullName: "is long", failureMessages: [Array(50).fill("x").join("\n")] },
  ];
  const unit = fromVitest({
    testResults: [{ name: "b.test.ts", status: "failed", assertionResults }],
  });
  const failed = { status: "unexpected", results: [{ errors: [{ message: "Timed out" }] }] };
  const spec = { title: "pays", file: "bill.spec.ts", tests: [failed] };
  const stats = { expected: 0, unexpected: 1, flaky: 0 };
  const browser = fromPlaywright({ suites: [{ suites: [{ specs: [spec] }] }], stats, errors: [] });
  const all = add(add(unit, browser), oneFailure("npm run check"));
  expect(summary(all)).toBe("1 passed, 4 failed");
  expect(all.failures.map((text) => text.split("\n").length)).toEqual([3, 42, 2, 1]);
  expect(all.failures[0]).toBe("b.test.ts › takes away\n    expected 1 to be 2\n        at b");
  expect(all.failures[2]).toBe("bill.spec.ts › pays\n    Timed out");
});
