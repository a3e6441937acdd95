import type { Database } from "../../platform/database.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";

/**
 * Hands slips that wait for printers in trouble to their fallbacks: of those that have been in trouble
 * since before `before`, or of the one named. Not while somebody prints with a printer, and never twice: a
 * slip that is handed on stays where it is. Returns how many.
 */
export async function handOn(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly before: Date;
    readonly now: Date;
    /** The one printer whose slips are handed on in any case. */
    readonly printerId?: string;
  },
): Promise<number> {
  const { restaurantId, before, now, printerId = null } = input;
  const { rowCount } = await ofRestaurant(database, restaurantId).query(
    `with away as materialized (
       select p.id, p.fallback from kitchen_printers p
       where p.restaurant_id = $1 and (p.lease_until is null or p.lease_until <= $3)
         and (p.id = $4::uuid or ($4::uuid is null and p.trouble_since <= $2))
         and exists (select from kitchen_printers f where f.restaurant_id = $1 and f.id = p.fallback
           and f.is_on and f.id <> p.id)
       for no key update of p skip locked
     ), moved as (
       update print_jobs j set at_printer_id = away.fallback from away
       where j.restaurant_id = $1 and j.at_printer_id = away.id and j.printer_id = away.id
         and j.state in ('waiting', 'begun') and j.kind <> 'test'
       returning j.at_printer_id
     ), woken as (
       update kitchen_printers f set next_try_at = least(f.next_try_at, $3) from moved
       where f.restaurant_id = $1 and f.id = moved.at_printer_id and f.tries = 0 and f.kind = 'escpos'
     )
     select from moved`,
    [restaurantId, before, now, printerId],
  );
  return rowCount ?? 0;
}
