import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { doMainJob } from "../../deploy/main-job/main-job.ts";
import { startTemporaryPostgres } from "../../run/test/temporary-postgres.ts";
import { startServerAndWorker } from "../bench/server-and-worker.ts";
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
    const env = { DATABASE_URL: postgres.url, JWT_SECRET: secret, LOG_LEVEL: "warn" };
    const both = await startServerAndWorker(env, folder);
    releases.push(both.stop);
    return both;
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
