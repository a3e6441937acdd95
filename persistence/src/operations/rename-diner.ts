import { TureenError } from "@tureen/shared/errors";
import type { Database } from "../database.ts";
import { ofRestaurant } from "../restaurant-scope.ts";
import type { SessionKey } from "./load-document.ts";

/**
 * Changes a diner's display name. Names stand in this one place only. Throws "diner-gone" for a
 * diner who never sat there.
 */
export async function renameDiner(
  database: Database,
  input: SessionKey & { readonly diner: string; readonly name: string },
): Promise<void> {
  const { rowCount } = await ofRestaurant(database, input.restaurantId).query(
    `update users set display_name = $4
     where restaurant_id = $1 and session_id = $2 and diner = $3`,
    [input.restaurantId, input.sessionId, input.diner, input.name],
  );
  if (rowCount !== 1) throw new TureenError("diner-gone");
}
