import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { runningPostgresUrl } from "../../start/embedded-postgres.ts";
import type { Settings } from "../../start/settings.ts";
import { judgeBackups, newestBackup } from "./backups.ts";
import {
  judgeDatabaseLogging,
  judgeDurability,
  judgeEncryption,
  judgePooling,
  judgeRights,
  readDatabaseFacts,
} from "./database.ts";
import {
  alertsIn,
  checkMetrics,
  judgeAlerts,
  type PrometheusFacts,
  readPrometheus,
  reason,
} from "./monitoring.ts";
import { bad, doubtful, type Point } from "./point.ts";
import { judgeAddresses, judgeLogs, judgeProcesses } from "./processes.ts";
import { judgeRedis, readRedisFacts } from "./redis.ts";
import { judgeJwtSecret, judgePasswords } from "./secrets.ts";

/** What only the checklist is told by the environment. */
const own = z.object({
  BACKUP_DIR: z.string().optional(),
  BACKUP_MAX_AGE_HOURS: z.coerce.number().positive().default(26),
  SERVER_METRICS_URL: z.url({ protocol: /^https?$/ }).optional(),
  WORKER_METRICS_URL: z.url({ protocol: /^https?$/ }).optional(),
  WORKER_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  PROMETHEUS_URL: z.url({ protocol: /^https?$/ }).optional(),
  PROCESSES: z.coerce.number().int().min(1).default(2),
});

/** Everything that the checklist looks at. */
export interface Production {
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly checkout: string;
  readonly now: Date;
}

/** The production checklist, point by point. */
export async function* productionChecklist(production: Production): AsyncGenerator<Point> {
  const { env, settings, checkout, now } = production;
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = own.safeParse(given);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      yield bad(
        "settings",
        `${path.join(".")}: ${message}`,
        "correct it, see infra/run/doctor/README.md",
      );
    }
    return;
  }
  const values = parsed.data;
  yield judgePasswords(env);
  yield judgeJwtSecret(settings.JWT_SECRET);
  yield* checkDatabase(settings, values.PROCESSES);
  yield* checkRedis(settings.REDIS_URL);
  const prometheus = values.PROMETHEUS_URL && (await ask(readPrometheus, values.PROMETHEUS_URL));
  const watched = prometheus && "facts" in prometheus ? prometheus.facts : undefined;
  yield await checkBackups(values, watched, now);
  const { SERVER_METRICS_URL, WORKER_METRICS_URL, WORKER_PORT } = values;
  const here = (port: number) => `http://127.0.0.1:${port}/metrics`;
  yield await checkMetrics("server", SERVER_METRICS_URL ?? here(settings.SERVER_PORT));
  const beside = WORKER_PORT === undefined ? undefined : here(WORKER_PORT);
  yield await checkMetrics("worker", WORKER_METRICS_URL ?? beside);
  if (prometheus && "failure" in prometheus) {
    const what = `Prometheus does not answer (${prometheus.failure})`;
    yield bad("alerts", what, "check PROMETHEUS_URL and that it is running");
  } else {
    yield judgeAlerts(await shippedAlerts(checkout), watched);
  }
  yield judgeLogs(env, await lastLogLines(settings.DATA_DIR));
  yield* judgeAddresses(env);
  yield judgeProcesses(env);
}

async function* checkDatabase(settings: Settings, processes: number): AsyncGenerator<Point> {
  const { DATABASE_URL, DATA_DIR, DATABASE_POOL_MAX } = settings;
  const url = DATABASE_URL ?? (await runningPostgresUrl(DATA_DIR).catch(() => undefined));
  const mend =
    "set DATABASE_URL to the address of the database's owner, and see that Postgres runs";
  if (url === undefined) return yield bad("database", "DATABASE_URL is not set", mend);
  const asked = await ask(readDatabaseFacts, url);
  if ("failure" in asked) {
    return yield bad("database", `The database does not answer (${asked.failure})`, mend);
  }
  yield* judgeDatabaseLogging(asked.facts);
  yield judgeDurability(asked.facts);
  yield judgeEncryption(asked.facts);
  yield judgePooling(asked.facts, DATABASE_POOL_MAX, processes);
  yield judgeRights(asked.facts);
}

async function* checkRedis(url: string | undefined): AsyncGenerator<Point> {
  if (url === undefined) {
    const what = "REDIS_URL is not set: one server only, and its loss is everybody's";
    return yield doubtful("redis-persistence", what, "set REDIS_URL and run several servers");
  }
  const asked = await ask(readRedisFacts, url);
  if ("facts" in asked) return yield* judgeRedis(asked.facts);
  const what = `Redis does not answer (${asked.failure})`;
  yield bad("redis-persistence", what, "check REDIS_URL and that it is running");
}

async function checkBackups(
  { BACKUP_DIR, BACKUP_MAX_AGE_HOURS: maxAgeHours }: z.infer<typeof own>,
  prometheus: PrometheusFacts | undefined,
  now: Date,
): Promise<Point> {
  if (BACKUP_DIR === undefined) {
    if (prometheus) return judgeBackups(prometheus.newestBackup, { now, maxAgeHours });
    const mend =
      "set BACKUP_DIR to where infra/deploy/backup/backup.sh puts the dumps, or PROMETHEUS_URL";
    return bad("backups", "Nobody says where the backups are", mend);
  }
  const asked = await ask(newestBackup, BACKUP_DIR);
  if ("facts" in asked) return judgeBackups(asked.facts, { now, maxAgeHours });
  const what = `BACKUP_DIR cannot be read (${asked.failure})`;
  return bad("backups", what, "name the folder of the dumps, and run this as who may read it");
}

type Answer<T> = { readonly facts: T } | { readonly failure: string };

/** Facts, or why there are none: that is itself a finding. */
async function ask<T>(read: (place: string) => Promise<T>, place: string): Promise<Answer<T>> {
  try {
    return { facts: await read(place) };
  } catch (error) {
    return { failure: reason(error) };
  }
}

async function shippedAlerts(checkout: string): Promise<string[]> {
  const folder = join(checkout, "infra/deploy/monitoring");
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => /\.ya?ml$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  return texts.flatMap(alertsIn);
}

/** Where `npm start` runs the processes their logs lie in DATA_DIR; containers hand them on. */
async function lastLogLines(dataDir: string): Promise<Record<string, string>> {
  const lines: Record<string, string> = {};
  for (const name of ["server.log", "worker.log"]) {
    const text = await readFile(join(dataDir, name), "utf8").catch(() => "");
    const last = text.trimEnd().split("\n").at(-1);
    if (last) lines[name] = last;
  }
  return lines;
}
