import { z } from "zod";
import type { Database } from "./database.ts";
import { readRows } from "./rows.ts";
import { sharedNow } from "./shared-clock.ts";

const queueHealth = z.object({
  depth: z.int(),
  oldest: z.date().nullable(),
  failed: z.int(),
  payments: z.int(),
  unsigned: z.int(),
  unsignedSince: z.date().nullable(),
  slips: z.int(),
  slipsSince: z.date().nullable(),
  troubled: z.int(),
  providerSince: z.date().nullable(),
  unreachable: z.int(),
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
  /** Receipts that wait for the signing device. */
  readonly unsignedReceipts: number;
  /** How long the oldest of them has been waiting, in milliseconds; 0 when there is none. */
  readonly oldestUnsignedAgeMs: number;
  /** Slips that are not on paper yet. */
  readonly waitingSlips: number;
  /** How long the oldest of them has been waiting, in milliseconds; 0 when there is none. */
  readonly oldestSlipAgeMs: number;
  /** Printers that somebody has to look after. */
  readonly troubledPrinters: number;
  /** How long the oldest thing waits that a payment provider is to do at once, ms; 0 for none. */
  readonly providerAgeMs: number;
  /** Restaurants that lie on a machine of a spread database that does not answer: all else leaves them out. */
  readonly unreachable: number;
}

/** Looks at the queue; also shows that Postgres answers. */
export async function readHealth(
  database: Database,
  { now = sharedNow() }: { readonly now?: Date } = {},
): Promise<QueueHealth> {
  const yesterday = new Date(now.getTime() - 24 * 60 * 60 * 1000);
  const rows = await readRows(
    database,
    queueHealth,
    `select q.depth, q.oldest, q.failed, tureen_failed_payments($1) as payments,
       r.waiting as unsigned, r.oldest as "unsignedSince",
       p.waiting as slips, p.oldest as "slipsSince", p.troubled,
       tureen_provider_waits_since() as "providerSince",
       (select coalesce(sum(u.restaurants), 0)::int from tureen_unreachable() u) as unreachable
     from tureen_queue_health($1) q, tureen_unsigned_receipts() r, tureen_print_health() p`,
    [yesterday],
  );
  const [health] = rows;
  const since = (moment: Date | null = null) =>
    moment ? Math.max(0, now.getTime() - moment.getTime()) : 0;
  return {
    queueDepth: health?.depth ?? 0,
    oldestDueAgeMs: since(health?.oldest),
    failed: health?.failed ?? 0,
    failedPayments: health?.payments ?? 0,
    unsignedReceipts: health?.unsigned ?? 0,
    oldestUnsignedAgeMs: since(health?.unsignedSince),
    waitingSlips: health?.slips ?? 0,
    oldestSlipAgeMs: since(health?.slipsSince),
    troubledPrinters: health?.troubled ?? 0,
    providerAgeMs: since(health?.providerSince),
    unreachable: health?.unreachable ?? 0,
  };
}
