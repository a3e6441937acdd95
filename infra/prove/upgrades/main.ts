import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { doMainJob } from "../../deploy/main-job/main-job.ts";
import { freePort } from "../../run/start/ports.ts";
import { startTemporaryPostgres } from "../../run/test/temporary-postgres.ts";
import { startProcess } from "../bench/process.ts";
import { buildRestaurant } from "../chaos/restaurant.ts";
import { checkOut } from "./check-out.ts";
import { previousRelease } from "./previous-release.ts";

/**
 * `node infra/prove/upgrades/main.ts [COMMIT]` runs the previous release, or the one of the commit, against
 * today's schema: alone, beside today's software, and alone again, as after going back. Exit 1 if the
 * main job fails in any of these.
 */
const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const commit = process.argv[2] ?? previousRelease.commit;

const releases: (() => Promise<void>)[] = [];
try {
  const old = await checkOut(checkout, commit);
  releases.push(old.remove);
  const postgres = await startTemporaryPostgres();
  releases.push(postgres.stop);
  const restaurant = await buildRestaurant(postgres.url, 8);
  const tables = restaurant.tables.values();
  const secret = randomBytes(32).toString("hex");

  /** Server and worker of one release, until `stop`. */
  const start = async (folder: string) => {
    const [port, workerPort] = [await freePort(), await freePort()];
    const env = {
      ...{ DATABASE_URL: postgres.url, JWT_SECRET: secret, LOG_LEVEL: "warn" },
      ...{ SERVER_PORT: String(port), WORKER_PORT: String(workerPort) },
    };
    const origin = `http://127.0.0.1:${port}`;
    const processes = await Promise.all([
      startProcess(join(folder, "collab-server/src/main.ts"), env, `${origin}/health`),
      startProcess(
        join(folder, "persistence/src/main.ts"),
        env,
        `http://127.0.0.1:${workerPort}/health`,
      ),
    ]);
    const stop = async () => {
      await Promise.all(processes.map((process) => process.stop()));
    };
    releases.push(stop);
    return { origin, stop };
  };
  const serve = async (what: string, origin: string) => {
    const code = tables.next().value?.code ?? "";
    await doMainJob({ origin, code, cook: restaurant.staff.kitchen });
    console.log(`ok  ${what}`);
  };

  console.log(`Today's schema with the release ${commit.slice(0, 12)}`);
  const before = await start(old.folder);
  await serve("the old release alone", before.origin);
  const today = await start(checkout);
  await serve("today's server, with either worker", today.origin);
  await serve("the old server, with either worker", before.origin);
  await before.stop();
  await serve("today's release alone", today.origin);
  await today.stop();
  const back = await start(old.folder);
  await serve("the old release again, after going back", back.origin);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  for (const release of releases.reverse()) await release();
}
