import { z } from "zod";
import type { Database } from "./database.ts";
import { readRows } from "./rows.ts";

const queueHealth = z.object({
  depth: z.int(),
  oldest: z.date().nullable(),
  failed: z.int(),
  payments: z.int(),
});

/** How the queue of confirms is doing and what has failed, over all restaurants. */
export interface QueueHealth {
  /** Confirms without an outcome. */
  readonly queueDepth: number;
  /** How long the oldest of them has been waiting, in milliseconds; 0 when there is none. */
  readonly oldestDueAgeMs: number;
  /** Confirms set aside in the last day. */
  readonly failed: number;
  /** Payments that failed in the last day. */
  readonly failedPayments: number;
}

/** Looks at the queue; also shows that Postgres answers. */
export async function readHealth(
  database: Database,
  { now = new Date() }: { readonly now?: Date } = {},
): Promise<QueueHealth> {
  const since = new Date(now.getTime() - 24 * 60 * 60 * 1000);
  const rows = await readRows(
    database,
    queueHealth,
    `select depth, oldest, failed, tureen_failed_payments($1) as payments
     from tureen_queue_health($1)`,
    [since],
  );
  const { depth: queueDepth = 0, oldest = null, failed = 0, payments = 0 } = rows[0] ?? {};
  const oldestDueAgeMs = oldest ? Math.max(0, now.getTime() - oldest.getTime()) : 0;
  return { queueDepth, oldestDueAgeMs, failed, failedPayments: payments };
}
