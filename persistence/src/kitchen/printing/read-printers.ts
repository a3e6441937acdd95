import { type PrintJob, printer, printJob } from "@tureen/shared/kitchen/printer-endpoints";
import { PRINTER_TROUBLES, type TroubledPrinter } from "@tureen/shared/kitchen/printers";
import { z } from "zod";
import type { Queryable } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";

interface OfRestaurant {
  readonly restaurantId: string;
}

/** Slips of it that are not on paper yet. */
const WAITING = `(select count(*)::int from print_jobs j where j.restaurant_id = p.restaurant_id
  and j.at_printer_id = p.id and j.state in ('waiting', 'begun'))`;
const SINCE = "floor(extract(epoch from p.trouble_since) * 1000)::bigint";

/** The printers of a restaurant's kitchen, in the order of their names. */
export async function readPrinters(
  q: Queryable,
  { restaurantId }: OfRestaurant,
): Promise<z.infer<typeof printer>[]> {
  return await readRows(
    ofRestaurant(q, restaurantId),
    printer,
    `select p.id, p.name, p.kind, p.host, p.port, p.stations, p.fallback, p.dots, p.language,
       p.is_on as "on", p.trouble, ${SINCE} as "troubleSince", ${WAITING} as waiting
     from kitchen_printers p where p.restaurant_id = $1 order by p.name, p.id`,
    [restaurantId],
  );
}

/** Those that somebody has to look after. */
export async function readTroubledPrinters(
  q: Queryable,
  { restaurantId }: OfRestaurant,
): Promise<TroubledPrinter[]> {
  return await readRows(
    ofRestaurant(q, restaurantId),
    z.object({
      ...{ id: z.string(), name: z.string(), trouble: z.enum(PRINTER_TROUBLES) },
      ...{ since: z.int(), waiting: z.int() },
    }),
    `select p.id, p.name, p.trouble, ${SINCE} as since, ${WAITING} as waiting
     from kitchen_printers p where p.restaurant_id = $1 and p.is_on and p.trouble is not null
     order by p.trouble_since, p.id`,
    [restaurantId],
  );
}

/** Slips that managers are shown: what is not on paper, and the last of the rest. */
const JOBS_SHOWN = 30;

/** Slips that wait, and those printed last, the latest first. */
export async function readPrintJobs(
  q: Queryable,
  { restaurantId }: OfRestaurant,
): Promise<PrintJob[]> {
  return await readRows(
    ofRestaurant(q, restaurantId),
    printJob,
    `select j.id, j.printer_id as printer, j.at_printer_id as at, j.kind, j.state,
       j.again or j.begun > case when j.state = 'printed' then 1 else 0 end as copy,
       j.event_number as event, o.number as "order", t.label as "table",
       floor(extract(epoch from j.created_at) * 1000)::bigint as "createdAt",
       floor(extract(epoch from j.printed_at) * 1000)::bigint as "printedAt"
     from print_jobs j
       left join order_status_history h
         on h.restaurant_id = j.restaurant_id and h.event_number = j.event_number
       left join orders o on o.restaurant_id = j.restaurant_id and o.id = h.order_id
       left join sessions s on s.restaurant_id = j.restaurant_id and s.id = o.session_id
       left join tables t on t.restaurant_id = j.restaurant_id and t.id = s.table_id
     where j.restaurant_id = $1
     order by j.state in ('waiting', 'begun') desc, j.created_at desc, j.event_number desc nulls last
     limit $2`,
    [restaurantId, JOBS_SHOWN],
  );
}
