/**
 * `npm run prove:citus`: follows the operator's guide on the cluster of CITUS_URLS, drives an evening
 * there and runs the tests of persistence on it. Prints what held; exits with 1 when something did not.
 *
 *   CITUS_URLS=postgresql://admin@coordinator/postgres,postgresql://admin@worker/postgres,…
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { createPool } from "@tureen/persistence/platform/database";
import { asAdmin, dropDatabase, nodesOf, readCluster, spreadDatabase } from "./cluster.ts";
import { driveEvening } from "./drive.ts";

const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const EVENING = "tureen_evening";
const TEMPLATE = "tureen_template_citus";
/** Pieces of each table: enough for both nodes to have some, few because each test's copy has them. */
const SHARDS = 4;
const TESTS = ["persistence/src"];

const say = (line: string) => console.log(`held: ${line}`);

try {
  const cluster = readCluster(process.env.CITUS_URLS);
  const url = await spreadDatabase(cluster, { name: EVENING, shards: SHARDS, say });
  const pool = createPool({ url, poolMin: 0, poolMax: 8 });
  const owner = createPool({ url, poolMin: 0, poolMax: 4, role: null });
  try {
    await driveEvening({ url, pool, owner }, say);
  } finally {
    await Promise.all([pool.end(), owner.end()]);
    await dropDatabase(cluster, EVENING);
  }
  if (process.argv.includes("--evening")) process.exit();

  await spreadDatabase(cluster, { name: TEMPLATE, shards: SHARDS, say: () => {} });
  for (const node of nodesOf(cluster)) {
    await asAdmin(node, [
      `alter database ${TEMPLATE} allow_connections false`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${TEMPLATE}'`,
    ]);
  }
  const wanted = process.argv.slice(2);
  const tests = spawn(
    "vitest",
    ["run", "--project", "services", ...(wanted.length > 0 ? wanted : TESTS)],
    {
      cwd: checkout,
      stdio: "inherit",
      env: {
        ...process.env,
        TEST_DATABASE_URL: cluster.coordinator,
        TEST_CITUS_URLS: nodesOf(cluster).join(","),
        TEST_CITUS_TEMPLATE: TEMPLATE,
      },
    },
  );
  const [code] = await once(tests, "exit");
  await dropDatabase(cluster, TEMPLATE);
  process.exitCode = code === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
