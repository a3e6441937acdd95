import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { endpoints } from "./web/scripts/endpoints-plugin.ts";

/** Takes minutes. Vitest begins with the longest sources, so this short one would be left for the end. */
const LONGEST = "infra/prove/chaos/chaos.test.ts";

const EXCLUDED = ["**/node_modules/**", "**/dist/**", "web/e2e/**"];
/** Tests that need neither services nor processes. */
const PURE = ["shared/src/**/*.test.ts", "web/src/**/*.test.{ts,tsx}", "infra/run/check/*.test.ts"];
/** What goes by the wire to Postgres: it does the same on both (persistence/src/platform/wire). */
const ON_BOTH_WIRES = [
  "infra/deploy/pgbouncer/pooled.test.ts",
  "persistence/src/every-operation.test.ts",
  "persistence/src/orders/commit-confirm.test.ts",
  "persistence/src/platform/{database,row-security}.test.ts",
  "persistence/src/platform/wire/run-lean.test.ts",
  "persistence/src/table/append-updates.test.ts",
];

/** The same as on a database that Citus has spread (wire/spread.ts), which plain Postgres understands, too. */
const AS_IF_SPREAD = [
  "persistence/src/orders/commit-confirm.test.ts",
  "persistence/src/platform/row-security.test.ts",
  "persistence/src/platform/wire/run-lean.test.ts",
  "persistence/src/table/append-updates.test.ts",
];

/** On a Citus cluster (`npm run prove:citus`) a test's database is copied on every node. */
const TIMEOUT_MS = process.env.TEST_CITUS_TEMPLATE ? 300_000 : 120_000;

/** Nobody waits at the end for the one long test that began last. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.endsWith(LONGEST) ? 0 : 1);
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  plugins: [endpoints()],
  test: {
    environment: "node",
    projects: [
      // Nothing in these outlives a test: they share a process, which is a second a file.
      { extends: true, test: { name: "pure", include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: "services",
          include: ["{persistence,collab-server,web,infra}/**/*.test.ts"],
          exclude: [...EXCLUDED, ...PURE],
        },
      },
      {
        extends: true,
        test: { name: "plain wire", include: ON_BOTH_WIRES, env: { DATABASE_WIRE: "plain" } },
      },
      {
        extends: true,
        test: { name: "spread wire", include: AS_IF_SPREAD, env: { TEST_SPREAD: "on" } },
      },
    ],
    exclude: EXCLUDED,
    // Much of a test is waiting for another process.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Real databases are made in hooks, and a busy machine has two cores: no test is about seconds.
    testTimeout: TIMEOUT_MS,
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: TIMEOUT_MS,
  },
});
