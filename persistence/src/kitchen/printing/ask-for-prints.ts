import { type ErrorCode, TureenError } from "@tureen/shared/platform/errors";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { type Database, inRestaurant } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { handOn } from "./hand-on.ts";
import { wakePrinters } from "./make-print-jobs.ts";
import { readPrinters } from "./read-printers.ts";

const made = z.object({ at: z.string() });

/** Has a printer print a slip that shows that it works. Throws "printer-unknown". */
export async function printTest(
  database: Database,
  input: { readonly restaurantId: string; readonly printerId: string; readonly now: Date },
): Promise<void> {
  const source = `select p.restaurant_id, $3, p.id, p.id, 'test', null, false, 'waiting', 0, $4
    from kitchen_printers p where p.restaurant_id = $1 and p.id = $2`;
  await addSlip(database, { ...input, source, of: input.printerId, unknown: "printer-unknown" });
}

/** Has a slip printed once more, marked as a copy, where it was or is to be printed. Throws "print-unknown". */
export async function printAgain(
  database: Database,
  input: { readonly restaurantId: string; readonly jobId: string; readonly now: Date },
): Promise<void> {
  const source = `select j.restaurant_id, $3, j.printer_id, j.at_printer_id, j.kind, j.event_number, true,
      'waiting', 0, $4
    from print_jobs j where j.restaurant_id = $1 and j.id = $2`;
  await addSlip(database, { ...input, source, of: input.jobId, unknown: "print-unknown" });
}

/**
 * Adds the slip that `source` selects of the row of that id: a statement whose $1 is the restaurant, $2
 * the id, $3 the slip's own id and $4 the time. Throws `unknown` when there is no such row.
 */
async function addSlip(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly source: string;
    readonly of: string;
    readonly unknown: ErrorCode;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, source, of, unknown, now } = input;
  await inRestaurant(database, restaurantId, async (tx) => {
    const [job] = await readRows(
      tx,
      made,
      `insert into print_jobs (restaurant_id, id, printer_id, at_printer_id, kind, event_number, again,
         state, begun, created_at)
       ${source} returning at_printer_id as at`,
      [restaurantId, of, uuidv7(), now],
    );
    if (!job) throw new TureenError(unknown);
    await wakePrinters(tx, { restaurantId, printers: [job.at], now });
    tx.tell({ kind: "queue", restaurantId });
  });
}

/** Gives up a slip that is not on paper yet. Throws "print-unknown" when there is no such. */
export async function dropPrint(
  database: Database,
  input: { readonly restaurantId: string; readonly jobId: string },
): Promise<void> {
  const { restaurantId, jobId } = input;
  await inRestaurant(database, restaurantId, async (tx) => {
    const { rowCount } = await tx.query(
      `update print_jobs set state = 'dropped'
       where restaurant_id = $1 and id = $2 and state in ('waiting', 'begun')`,
      [restaurantId, jobId],
    );
    if (rowCount === 0) throw new TureenError("print-unknown");
  });
}

/**
 * Hands what waits for a printer to its fallback at once. Throws "printer-unknown", and "no-fallback" when
 * nothing could be.
 */
export async function handOnNow(
  database: Database,
  input: { readonly restaurantId: string; readonly printerId: string; readonly now: Date },
): Promise<void> {
  const moved = await handOn(database, { ...input, before: input.now });
  if (moved > 0) return;
  const printers = await readPrinters(database, input);
  const isKnown = printers.some(({ id }) => id === input.printerId);
  throw new TureenError(isKnown ? "no-fallback" : "printer-unknown");
}
