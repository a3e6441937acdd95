import type { PrinterTrouble } from "@tureen/shared/kitchen/printers";
import type { Database } from "../../platform/database.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";
import type { ClaimedPrinter } from "./claim-printers.ts";

/**
 * Notes how a claimed printer does, and lets go of it until its next try. Of a trouble the moment since
 * which there is any stays.
 */
export async function releasePrinter(
  database: Database,
  input: {
    readonly printer: Pick<ClaimedPrinter, "restaurantId" | "id" | "lease">;
    readonly trouble: PrinterTrouble | null;
    readonly now: Date;
    readonly nextTryAt: Date;
  },
): Promise<void> {
  const { printer, trouble, now, nextTryAt } = input;
  await ofRestaurant(database, printer.restaurantId).query(
    `update kitchen_printers set lease = null, lease_until = null, trouble = $4,
       trouble_since = case when $4::text is null then null else coalesce(trouble_since, $5) end,
       tries = case when $4::text is null then 0 else tries + 1 end,
       seen_at = case when coalesce($4::text, '') <> 'no-answer' then $5 else seen_at end,
       -- What has come since it was claimed is not to wait.
       next_try_at = case when $4::text is null then least(next_try_at, $6) else $6 end
     where restaurant_id = $1 and id = $2 and lease = $3`,
    [printer.restaurantId, printer.id, printer.lease, trouble, now, nextTryAt],
  );
}
