import { PRINT_KINDS, PRINTER_LANGUAGES, PRINTER_TROUBLES } from "@tureen/shared/kitchen/printers";
import { z } from "zod";
import type { Database } from "../../platform/database.ts";
import type { QueueClaim } from "../../platform/queue-loop.ts";
import { readRows } from "../../platform/rows.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";

/** What printing needs to know of a printer. */
export const printingPrinter = z.object({
  id: z.string(),
  name: z.string(),
  stations: z.array(z.string()),
  dots: z.int(),
  language: z.enum(PRINTER_LANGUAGES),
});

const claimedPrinter = printingPrinter.extend({
  restaurantId: z.string(),
  host: z.string(),
  port: z.int(),
  trouble: z.enum(PRINTER_TROUBLES).nullable(),
  tries: z.int(),
  lease: z.string(),
});

/** A printer that this worker alone prints with, until its lease runs out. */
export type ClaimedPrinter = Readonly<z.infer<typeof claimedPrinter>>;

/**
 * Claims the printers of a restaurant, reached over TCP, whose turn it is. What comes for one meanwhile
 * brings its next turn forward again.
 */
export async function claimPrinters(
  database: Database,
  input: QueueClaim & { readonly lease: string },
): Promise<ClaimedPrinter[]> {
  const { restaurantId, limit, now, leaseUntil, lease } = input;
  return await readRows(
    ofRestaurant(database, restaurantId),
    claimedPrinter,
    `with due as materialized (
       select p.id from kitchen_printers p where p.restaurant_id = $1 and p.kind = 'escpos' and p.is_on
         and p.next_try_at <= $3 and (p.lease_until is null or p.lease_until <= $3)
       order by p.next_try_at limit $2 for no key update skip locked
     )
     update kitchen_printers p set lease = $5, lease_until = $4, next_try_at = $4 from due
     where p.restaurant_id = $1 and p.id = due.id
     returning p.restaurant_id as "restaurantId", p.id, p.name, p.stations, p.dots, p.language, p.host, p.port,
       p.trouble, p.tries, p.lease`,
    [restaurantId, limit, now, leaseUntil, lease],
  );
}

const jobRow = z.object({
  id: z.string(),
  printer: z.string(),
  kind: z.enum(PRINT_KINDS),
  event: z.int().nullable(),
  copy: z.boolean(),
  createdAt: z.date(),
});

/** A slip whose turn it is at a printer. */
export type PrintJobRow = Readonly<z.infer<typeof jobRow>>;

/** The oldest slip that is to come out of a printer; undefined when there is none. */
export async function readNextJob(
  database: Database,
  { restaurantId, at }: { readonly restaurantId: string; readonly at: string },
): Promise<PrintJobRow | undefined> {
  const [job] = await readRows(
    ofRestaurant(database, restaurantId),
    jobRow,
    `select id, printer_id as printer, kind, event_number as event, again or begun > 0 as copy,
       created_at as "createdAt"
     from print_jobs where restaurant_id = $1 and at_printer_id = $2 and state in ('waiting', 'begun')
     order by event_number nulls first, created_at, id limit 1`,
    [restaurantId, at],
  );
  return job;
}

/**
 * Notes that the first byte of a slip may leave from now on, and holds the printer for longer. False when
 * somebody else has the printer meanwhile, or the slip is not to be printed as it was read: then it is not to be sent.
 */
export async function beginJob(
  database: Database,
  input: {
    readonly printer: Pick<ClaimedPrinter, "restaurantId" | "id" | "lease">;
    readonly job: Pick<PrintJobRow, "id" | "copy">;
    readonly leaseUntil: Date;
  },
): Promise<boolean> {
  const { printer, job, leaseUntil } = input;
  const { rowCount } = await ofRestaurant(database, printer.restaurantId).query(
    `with held as materialized (
       update kitchen_printers set lease_until = $5
       where restaurant_id = $1 and id = $2 and lease = $3 returning id
     )
     update print_jobs j set state = 'begun', begun = j.begun + 1 from held
     where j.restaurant_id = $1 and j.id = $4 and j.at_printer_id = held.id
       and j.state in ('waiting', 'begun') and (j.again or j.begun > 0) = $6`,
    [printer.restaurantId, printer.id, printer.lease, job.id, leaseUntil, job.copy],
  );
  return rowCount === 1;
}

/** Notes that a slip is on paper, whoever has its printer by now. */
export async function finishJob(
  database: Database,
  input: { readonly restaurantId: string; readonly jobId: string; readonly now: Date },
): Promise<void> {
  await ofRestaurant(database, input.restaurantId).query(
    `update print_jobs set state = 'printed', printed_at = $3
     where restaurant_id = $1 and id = $2 and state = 'begun'`,
    [input.restaurantId, input.jobId, input.now],
  );
}

/** Gives up a slip of which nothing is known any more. */
export async function giveUpJob(
  database: Database,
  input: { readonly restaurantId: string; readonly jobId: string },
): Promise<void> {
  await ofRestaurant(database, input.restaurantId).query(
    `update print_jobs set state = 'dropped'
     where restaurant_id = $1 and id = $2 and state in ('waiting', 'begun')`,
    [input.restaurantId, input.jobId],
  );
}
