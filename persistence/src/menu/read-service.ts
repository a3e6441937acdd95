import type { serviceSchema } from "@tureen/shared/menu/timing/timing-schema";
import { TureenError } from "@tureen/shared/platform/errors";
import type { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { SERVICE_COLUMNS, serviceOf, serviceRow } from "./service-row.ts";

/** When a restaurant takes orders. Throws "restaurant-unknown". */
export async function readService(
  q: Queryable,
  { restaurantId }: { readonly restaurantId: string },
): Promise<z.infer<typeof serviceSchema>> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    serviceRow,
    `select ${SERVICE_COLUMNS} from restaurants r where r.id = $1`,
    [restaurantId],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  return serviceOf(rows[0]);
}
