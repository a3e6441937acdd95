import { PRINT_KINDS } from "@tureen/shared/kitchen/printers";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { MenuCache } from "../../menu/menu-cache.ts";
import { readStations } from "../../menu/read-stations.ts";
import { type Database, inRestaurant, type Transaction } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { readKitchenEvents } from "../read-kitchen-events.ts";
import { paperNews } from "./concerns.ts";

/** Events that are made into slips in one transaction. */
const EVENTS_AT_ONCE = 100;

const printerBehind = z.object({
  id: z.string(),
  stations: z.array(z.string()),
  lastEvent: z.int(),
});
const newJob = z.object({ printer: z.string(), event: z.int(), kind: z.enum(PRINT_KINDS) });

/**
 * Makes slips of what has happened in a restaurant's kitchen since its printers were last told, each once:
 * how far a printer is, and its slips, are written in one transaction that holds the printer's row. Returns
 * whether there may be more.
 */
export async function makePrintJobs(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly menus: Pick<MenuCache, "get">;
    readonly now: Date;
  },
): Promise<boolean> {
  const { restaurantId, menus, now } = input;
  return await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const printers = await readRows(
        tx,
        printerBehind,
        `select p.id, p.stations, p.last_event as "lastEvent" from kitchen_printers p
         where p.restaurant_id = $1 and p.is_on and p.last_event < (
           select c.next_event_number - 1 from restaurant_counters c where c.restaurant_id = $1)
         order by p.id for no key update of p`,
        [restaurantId],
      );
      if (printers.length === 0) return false;
      const after = Math.min(...printers.map(({ lastEvent }) => lastEvent));
      const limit = EVENTS_AT_ONCE;
      const events = await readKitchenEvents(tx, { restaurantId, menus, after, limit });
      const last = events.at(-1)?.number;
      if (last === undefined) return false;
      const stations = await readStations(tx, { restaurantId });
      const jobs = events.flatMap((event) =>
        printers.flatMap((printer) => {
          const news = event.number > printer.lastEvent && paperNews(event, printer, stations);
          return news ? [{ printer: printer.id, event: event.number, kind: news.kind }] : [];
        }),
      );
      await insertJobs(tx, { restaurantId, jobs, now });
      await tx.query(
        `update kitchen_printers set last_event = greatest(last_event, $3)
         where restaurant_id = $1 and id = any ($2::uuid[])`,
        [restaurantId, printers.map(({ id }) => id), last],
      );
      return events.length === limit;
    },
    { repeatable: true },
  );
}

async function insertJobs(
  tx: Transaction,
  input: {
    readonly restaurantId: string;
    readonly jobs: readonly z.infer<typeof newJob>[];
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, jobs, now } = input;
  if (jobs.length === 0) return;
  await tx.query(
    `insert into print_jobs (restaurant_id, id, printer_id, at_printer_id, kind, event_number, again,
       state, begun, created_at)
     select k.restaurant_id, j.id, j.printer, j.printer, j.kind, j.event, false, 'waiting', 0, $6
     from restaurant_counters k,
       unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[]) as j (id, printer, kind, event)
     where k.restaurant_id = $1
     on conflict do nothing`,
    [
      restaurantId,
      jobs.map(() => uuidv7()),
      jobs.map(({ printer }) => printer),
      jobs.map(({ kind }) => kind),
      jobs.map(({ event }) => event),
      now,
    ],
  );
  await wakePrinters(tx, { restaurantId, now, printers: jobs.map(({ printer }) => printer) });
}

/** Has these printers looked after at once, unless they are waited for because they cannot print. */
export async function wakePrinters(
  tx: Transaction,
  input: {
    readonly restaurantId: string;
    readonly printers: readonly string[];
    readonly now: Date;
  },
): Promise<void> {
  await tx.query(
    `update kitchen_printers set next_try_at = least(next_try_at, $3)
     where restaurant_id = $1 and id = any ($2::uuid[]) and tries = 0 and kind = 'escpos'`,
    [input.restaurantId, input.printers, input.now],
  );
}
