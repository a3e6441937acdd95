/** How many tests passed and failed. */
export type Counts = { passed: number; failed: number };

export const NOTHING: Counts = { passed: 0, failed: 0 };

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** The last line of every test run. */
export function summary({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}

type VitestReport = {
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

/** Counts from vitest's JSON reporter. A file that could not even be loaded is one failure. */
export function fromVitest(report: unknown): Counts {
  let counts = NOTHING;
  for (const file of (report as VitestReport).testResults) {
    const passed = file.assertionResults.filter(({ status }) => status === "passed").length;
    const failed = file.assertionResults.filter(({ status }) => status === "failed").length;
    const broken = file.status === "failed" && failed === 0 ? 1 : 0;
    counts = add(counts, { passed, failed: failed + broken });
  }
  return counts;
}

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: unknown[];
};

/** Counts from Playwright's JSON reporter. A test that needed a second try counts as failed. */
export function fromPlaywright(report: unknown): Counts {
  const { stats, errors } = report as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}
