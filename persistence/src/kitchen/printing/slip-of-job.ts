import { z } from "zod";
import type { MenuCache } from "../../menu/menu-cache.ts";
import { readStations } from "../../menu/read-stations.ts";
import type { Database } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";
import { readKitchenEvents } from "../read-kitchen-events.ts";
import { type PrintJobRow, printingPrinter } from "./claim-printers.ts";
import { paperNews } from "./concerns.ts";
import { layOut, layOutTest } from "./lay-out.ts";
import type { Slip } from "./slip.ts";

const meantFor = printingPrinter.extend({ timezone: z.string() });

/**
 * What a slip says, read now: a name that is erased, or a station that is gone, is so on paper too.
 * Undefined when nothing is left to be said.
 */
export async function slipOfJob(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly menus: Pick<MenuCache, "get">;
    readonly job: PrintJobRow;
    /** The printer that prints it, whose language its reader has. */
    readonly at: Pick<z.infer<typeof printingPrinter>, "id" | "language">;
  },
): Promise<Slip | undefined> {
  const { restaurantId, menus, job, at } = input;
  const q = ofRestaurant(database, restaurantId);
  const [printer] = await readRows(
    q,
    meantFor,
    `select p.id, p.name, p.stations, p.dots, p.language, r.timezone
     from kitchen_printers p join restaurants r on r.id = p.restaurant_id
     where p.restaurant_id = $1 and p.id = $2`,
    [restaurantId, job.printer],
  );
  if (!printer) return undefined;
  const frame = {
    ...{ printer: printer.name, instead: printer.id !== at.id, copy: job.copy },
    ...{ language: at.language, timezone: printer.timezone },
  };
  if (job.event === null) return layOutTest(frame, job.createdAt.getTime());
  const after = job.event - 1;
  const [event] = await readKitchenEvents(database, { restaurantId, menus, after, limit: 1 });
  if (event?.number !== job.event) return undefined;
  const stations = await readStations(database, { restaurantId });
  // Where stations have changed since, and it is nobody's now, it is told as a whole.
  const news = paperNews(event, printer, stations) ?? paperNews(event, { stations: [] }, stations);
  return news && layOut(event, news, frame);
}
