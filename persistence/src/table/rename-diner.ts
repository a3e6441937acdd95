import { TureenError } from "@tureen/shared/platform/errors";
import { type Database, inRestaurant } from "../platform/database.ts";
import type { SessionKey } from "./load-document.ts";
import { peopleChanged } from "./people-changed.ts";

/**
 * Changes a diner's display name. Names stand in this one place only. Throws "diner-gone" for a
 * diner who never sat there.
 */
export async function renameDiner(
  database: Database,
  input: SessionKey & { readonly diner: string; readonly name: string },
): Promise<void> {
  const { restaurantId, sessionId, diner, name } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const { rowCount } = await tx.query(
        `update users set display_name = $4
         where restaurant_id = $1 and session_id = $2 and diner = $3`,
        [restaurantId, sessionId, diner, name],
      );
      if (rowCount !== 1) throw new TureenError("diner-gone");
      tx.tell(peopleChanged(sessionId), { kind: "floor", restaurantId });
    },
    { repeatable: true },
  );
}
