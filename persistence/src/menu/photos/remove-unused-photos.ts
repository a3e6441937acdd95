import { type Database, inRestaurant } from "../../platform/database.ts";
import { holdDraft } from "../draft/lock-draft.ts";

/** Photos removed in one transaction. */
const BATCH = 100;

/**
 * Removes photos of a restaurant that were uploaded before a moment and that neither a
 * menu ever showed nor the draft names, at most a batch; says how many. Waits for an upload or an edit under way.
 */
export async function removeUnusedPhotos(
  database: Database,
  {
    restaurantId,
    uploadedBefore,
  }: { readonly restaurantId: string; readonly uploadedBefore: Date },
): Promise<number> {
  return inRestaurant(database, restaurantId, async (tx) => {
    await holdDraft(tx, restaurantId);
    const { rowCount } = await tx.query(
      `delete from menu_photos where restaurant_id = $1 and hash in (
         select p.hash from menu_photos p
         where p.restaurant_id = $1 and p.at < $2 and not exists (
           select from menu_photo_uses u where u.restaurant_id = $1 and u.hash = p.hash)
           and not exists (
             select from menu_drafts d where d.restaurant_id = $1
               and (strpos(d.draft::text, p.hash) > 0 or strpos(d.planned::text, p.hash) > 0))
         order by p.hash limit $3)`,
      [restaurantId, uploadedBefore, BATCH],
    );
    return rowCount ?? 0;
  });
}
