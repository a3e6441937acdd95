import { freeBytes, fullDiskSentence, ROOM_BYTES, tryDataDir } from "../start/disk.ts";
import { runningPostgresUrl } from "../start/embedded-postgres.ts";
import { portProblem } from "../start/ports.ts";
import { postgresAccount } from "../start/postgres-account.ts";
import { findProgram, type ProgramKey, programs } from "../start/programs.mjs";
import type { Settings } from "../start/settings.ts";
import { checkDatabase } from "./check-database.ts";
import { checkRedis } from "./check-redis.ts";
import type { Finding } from "./finding.ts";

/** Runs every check that depends on valid settings, in the order in which a start needs them. */
export async function* runChecks(
  settings: Settings,
  chromiumPath: string | undefined,
): AsyncGenerator<Finding> {
  yield { level: "ok", what: "Environment values are valid" };
  yield await checkDataDir(settings.DATA_DIR);
  const running =
    settings.DATABASE_URL === undefined
      ? await runningPostgresUrl(settings.DATA_DIR).catch(() => undefined)
      : undefined;
  for (const variable of ["WEB_PORT", "SERVER_PORT"] as const) {
    yield await checkPort(variable, settings[variable], running !== undefined);
  }
  if (settings.DATABASE_URL !== undefined) yield* checkDatabase(settings.DATABASE_URL);
  else if (running !== undefined) yield* checkDatabase(running);
  else yield await checkEmbedded();
  if (settings.REDIS_URL === undefined) {
    yield { level: "ok", what: "REDIS_URL is not set: one server, signals through Postgres" };
  } else {
    yield await checkRedis(settings.REDIS_URL);
  }
  yield checkSecret(settings.JWT_SECRET);
  yield checkProgram("chromium", chromiumPath);
  yield checkProgram("redis", undefined);
  yield checkProgram("pgbouncer", undefined);
  yield checkProgram("postgres", undefined);
  yield checkProgram("nginx", undefined);
}

async function checkDataDir(dataDir: string): Promise<Finding> {
  try {
    await tryDataDir(dataDir);
    const free = await freeBytes(dataDir);
    if (free < ROOM_BYTES) {
      const mend = "make room, or set DATA_DIR to a folder on another disk";
      return { level: "fail", what: fullDiskSentence(dataDir, free).replace(/\.$/, ""), mend };
    }
    return { level: "ok", what: `DATA_DIR ${dataDir} can be written` };
  } catch (error) {
    const what = `DATA_DIR ${dataDir} cannot be written (${(error as Error).message})`;
    return {
      level: "fail",
      what,
      mend: "give this user the folder, or set DATA_DIR to another one",
    };
  }
}

async function checkPort(variable: string, port: number, running: boolean): Promise<Finding> {
  const problem = await portProblem(variable, port);
  if (problem === undefined) return { level: "ok", what: `${variable} ${port} is free` };
  if (running) return { level: "ok", what: `${variable} ${port} is taken while Tureen is running` };
  const [what = problem, mend = ""] = problem.split(". ");
  return { level: "fail", what: `${variable}: ${what}`, mend };
}

async function checkEmbedded(): Promise<Finding> {
  try {
    const account = await postgresAccount();
    const runner = account ? `as the user ${account.name}` : "as this user";
    return { level: "ok", what: `DATABASE_URL is not set: embedded Postgres will run ${runner}` };
  } catch (error) {
    const mend = "run as an ordinary user, or set DATABASE_URL";
    return { level: "fail", what: (error as Error).message.replace(/\.$/, ""), mend };
  }
}

/** The settings already refuse short secrets; this one warns of guessable ones. */
function checkSecret(secret: string | undefined): Finding {
  if (secret === undefined) {
    return {
      level: "ok",
      what: "JWT_SECRET is not set: made at the first start, kept in DATA_DIR",
    };
  }
  if (new Set(secret).size >= 12) return { level: "ok", what: "JWT_SECRET is long enough" };
  const mend = "use a random one: openssl rand -base64 48";
  return { level: "warn", what: "JWT_SECRET repeats few characters and may be guessed", mend };
}

function checkProgram(key: ProgramKey, override: string | undefined): Finding {
  const path = findProgram(key, override);
  if (path) return { level: "ok", what: `For npm test: ${path}` };
  const { names, debian } = programs[key];
  const what = `npm test needs ${names.join(" or ")} in PATH`;
  return { level: "warn", what, mend: `apt-get install ${debian}` };
}
