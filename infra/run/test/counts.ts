/** How many tests passed and failed, and what is to be read about each failure. */
export type Counts = { passed: number; failed: number; failures: readonly string[] };

export const NOTHING: Counts = { passed: 0, failed: 0, failures: [] };

/** Lines of a failure's message that are repeated at the end: enough for the reason, not for the whole stack. */
const MOST_LINES = 40;

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    failures: [...a.failures, ...b.failures],
  };
}

/** What failed without a test of its own. */
export function oneFailure(what: string): Counts {
  return { passed: 0, failed: 1, failures: [what] };
}

/** The last line of every test run. */
export function summary({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}

type VitestReport = {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
  }[];
};

/** Counts from vitest's JSON reporter. A file that could not even be loaded is one failure. */
export function fromVitest(report: unknown): Counts {
  let counts = NOTHING;
  for (const file of (report as VitestReport).testResults) {
    const passed = file.assertionResults.filter(({ status }) => status === "passed").length;
    const failures = file.assertionResults
      .filter(({ status }) => status === "failed")
      .map((test) => failure(`${file.name} › ${test.fullName}`, test.failureMessages ?? []));
    if (file.status === "failed" && failures.length === 0) {
      failures.push(failure(file.name, [file.message ?? ""]));
    }
    counts = add(counts, { passed, failed: failures.length, failures });
  }
  return counts;
}

type PlaywrightSuite = { suites?: PlaywrightSuite[]; specs?: PlaywrightSpec[] };
type PlaywrightSpec = {
  title: string;
  file: string;
  tests: { status: string; results: { errors: { message?: string }[] }[] }[];
};
type PlaywrightReport = PlaywrightSuite & {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: { message?: string }[];
};

/** Counts from Playwright's JSON reporter. A test that needed a second try counts as failed. */
export function fromPlaywright(report: unknown): Counts {
  const { stats, errors, ...all } = report as PlaywrightReport;
  const failures = specsOf(all).flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) =>
        failure(`${file} › ${title}`, messages(results.flatMap((r) => r.errors))),
      ),
  );
  for (const message of messages(errors)) failures.push(failure("Outside the tests", [message]));
  const failed = stats.unexpected + stats.flaky + errors.length;
  return { passed: stats.expected, failed, failures };
}

function specsOf({ suites = [], specs = [] }: PlaywrightSuite): PlaywrightSpec[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

function messages(errors: { message?: string }[]): string[] {
  return errors.map(({ message }) => message ?? "(no message)");
}

function failure(name: string, texts: string[]): string {
  const lines = texts.join("\n").split("\n");
  const cut = lines.length > MOST_LINES ? ["…"] : [];
  return [name, ...lines.slice(0, MOST_LINES).map((line) => `    ${line}`), ...cut].join("\n");
}
