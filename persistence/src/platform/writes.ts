/**
 * Whether what is written is kept. A Postgres whose disk is full still answers every question, and saves
 * nothing: health has to try. What fails on the way of an edit counts as well, since it may be another
 * disk that is full than the one that is tried here.
 */
import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { type Database, transaction } from "./database.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { periodically } from "./periodic.ts";
import { errorText } from "./retry.ts";
import { sharedNowMs } from "./shared-clock.ts";
import { within } from "./within.ts";
import { type WriteProblem, writeProblem } from "./write-failures.ts";

/** How often a write is tried, ms: one small commit each time. */
const TRY_EVERY_MS = 2_000;
/** How long a write may take before it counts as failed, ms: a machine may be busy, a refusal comes at once. */
const TRY_MAX_MS = 8_000;
/** How long a failure on the way of an edit counts, ms: phones try again within it. */
const FAILED_FOR_MS = 10_000;
/** What a process that is gone has tried is removed after so long, ms. */
const KEPT_MS = 60 * 60 * 1000;

/** Whether writes are kept now, and why not. */
export interface WriteHealth {
  readonly ok: boolean;
  readonly problem: WriteProblem | null;
}

export interface WriteWatch {
  /** As last tried; never waits. */
  look(): WriteHealth;
  stop(): Promise<void>;
}

/** Tries a write every two seconds until it is stopped, and says in the log when it begins and ceases to fail. */
export function watchWrites(
  database: Database,
  { log, tryEveryMs = TRY_EVERY_MS }: { readonly log: Logger; readonly tryEveryMs?: number },
): WriteWatch {
  // A row of its own: no other process' try is waited for.
  const key = `health ${randomUUID()}`;
  // Also when Postgres does not answer.
  const write = oneAtATime(() => tryWrite(database, key));
  let tried: unknown = null;
  let wasOk = true;

  const failure = () => tried ?? database.writeFailures.within(FAILED_FOR_MS);
  function look(): WriteHealth {
    const error = failure();
    return error === null
      ? { ok: true, problem: null }
      : { ok: false, problem: writeProblem(error) ?? "failing" };
  }

  async function tryOnce(): Promise<void> {
    try {
      await within(TRY_MAX_MS, write());
      tried = null;
    } catch (error) {
      tried = error;
    }
    const { ok, problem } = look();
    if (ok === wasOk) return;
    wasOk = ok;
    if (problem === null) log.info({ code: "writes-ok" }, "what is written is kept again");
    else log.error({ code: `writes-${problem}`, cause: errorText(failure()) }, SENTENCES[problem]);
  }

  const trying = periodically(tryEveryMs, tryOnce, () => {});
  return { look, stop: trying.stop };
}

const SENTENCES: Readonly<Record<WriteProblem, string>> = {
  "disk-full": "nothing can be saved: the disk of the database is full",
  "read-only": "nothing can be saved: the database only reads",
  failing: "nothing can be saved: the database does not take what is written",
};

/**
 * Writes what takes room on the disk of the database, and commits a row. Rejects as any write does. A
 * row alone proves nothing: it finds room in a page that is there already.
 */
async function tryWrite(database: Database, key: string): Promise<void> {
  await transaction(
    database,
    async (tx) => {
      // More rows than this memory holds go to a file, which is gone with the statement.
      await tx.query("set local work_mem = '64kB'");
      await tx.query("select count(*) from generate_series(1, 20000)");
      await tx.query(
        `insert into rate_limits (key, expire) values ($1, $2)
         on conflict (key) do update set expire = excluded.expire`,
        [key, sharedNowMs() + KEPT_MS],
      );
    },
    { attempts: 1 },
  );
}
