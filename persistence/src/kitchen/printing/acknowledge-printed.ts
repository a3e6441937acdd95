import { stationsFor } from "@tureen/shared/menu/stations";
import { z } from "zod";
import type { MenuCache } from "../../menu/menu-cache.ts";
import { readStations } from "../../menu/read-stations.ts";
import type { Database } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";
import { acknowledgeOrders } from "../acknowledge-orders.ts";

const printedOrder = z.object({ orderId: z.string(), stations: z.array(z.string()) });

/**
 * What is on paper has been shown, as on a screen: by the stations that its printer prints for, or as a
 * whole order. Of a slip that is no new order nothing is noted.
 */
export async function acknowledgePrinted(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly jobId: string;
    readonly menus: Pick<MenuCache, "get">;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, jobId } = input;
  const q = ofRestaurant(database, restaurantId);
  const [printed] = await readRows(
    q,
    printedOrder,
    `select h.order_id as "orderId", p.stations
     from print_jobs j
       join kitchen_printers p on p.restaurant_id = j.restaurant_id and p.id = j.printer_id
       join order_status_history h on h.restaurant_id = j.restaurant_id
         and h.event_number = j.event_number
     where j.restaurant_id = $1 and j.id = $2 and j.kind = 'order' and j.state = 'printed'`,
    [restaurantId, jobId],
  );
  if (!printed) return;
  const stations = await readStations(q, { restaurantId });
  const isWhole = printed.stations.length === 0 || stations.length === 0;
  for (const station of isWhole ? [null] : stationsFor(printed.stations, stations)) {
    await acknowledgeOrders(database, { ...input, station, orders: [printed.orderId] });
  }
}
