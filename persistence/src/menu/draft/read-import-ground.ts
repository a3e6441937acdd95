import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import { type Database, inRestaurant } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { readKnownRows } from "../import-menu.ts";
import { readPhotos } from "../photos/read-photos.ts";
import { readStations } from "../read-stations.ts";
import { lookAtDraft } from "./lock-draft.ts";
import type { ImportGround } from "./preview-import.ts";

const restaurantRow = z.object({ name: z.string(), currency: z.string(), locale: z.string() });

/** What the preview of a menu in a file needs of a restaurant. Throws "restaurant-unknown". */
export async function readImportGround(
  database: Database,
  { restaurantId }: { readonly restaurantId: string },
): Promise<ImportGround> {
  return await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const { draft, revision } = await lookAtDraft(tx, restaurantId);
      const [restaurant] = await readRows(
        tx,
        restaurantRow,
        "select name, currency, locale from restaurants where id = $1",
        [restaurantId],
      );
      if (!restaurant) throw new TureenError("restaurant-unknown");
      const rows = await readKnownRows(tx, restaurantId);
      const photos = await readPhotos(tx, { restaurantId });
      const stations = await readStations(tx, { restaurantId });
      return {
        ...{ restaurantId, restaurant, draft, revision, rows },
        ...{ photos: [...photos.values()], stations },
      };
    },
    { repeatable: true },
  );
}
