import {
  HEARD_FOR_MS,
  readLost,
  readRestore,
  settleLost,
  tellLost,
} from "@tureen/persistence/bill/restore-findings";
import type { Database } from "@tureen/persistence/platform/database";
import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { findTable } from "@tureen/persistence/table/find-table";
import { TureenError } from "@tureen/shared/platform/errors";
import { actorOf } from "../platform/auth/principals.ts";
import { verifyDinerToken } from "../platform/auth/tokens.ts";
import { type Api, DONE, route } from "../platform/http/route.ts";
import type { TableLimits } from "../table/table-limits.ts";

interface Deps {
  readonly database: Database;
  readonly limits: Pick<TableLimits, "lookup" | "refresh">;
  readonly jwtKeys: SecretKeys;
}

/** What a restore of the database took away: phones tell it, staff deal with it. */
export function addLostRoutes(api: Api<Deps>): void {
  const { database, limits, jwtKeys } = api.deps;

  route(api, "tellLost", async ({ params, body, client, now, context }) => {
    await limits.refresh(client.address);
    const { accessToken, ...known } = body;
    // The database may lack session and diner: their token says that there were such.
    const told = await verifyDinerToken(jwtKeys, accessToken, { graceMs: HEARD_FOR_MS });
    const { restaurantId, sessionId, diner } = told;
    context.set("caller", { restaurantId, sessionId, diner });
    const find = () => findTable(database, { code: params.code, now });
    const place = await limits.lookup(client.address, find);
    if (place.restaurant.id !== restaurantId) throw new TureenError("token-invalid");
    const lost = await readRestore(database, { restaurantId, now });
    if (!lost) return { lost: null, orders: [] };
    const { tableId } = place;
    const orders = await tellLost(database, { restaurantId, sessionId, tableId, known, now });
    return {
      lost,
      orders: orders.map(({ confirm, order, lines }) => ({ confirm, order, lines: [...lines] })),
    };
  });

  route(api, "readLost", async ({ caller, now }) => {
    const { restaurantId } = caller;
    const [lost, findings] = await Promise.all([
      readRestore(database, { restaurantId, now }),
      readLost(database, { restaurantId }),
    ]);
    return { lost, findings };
  });

  route(api, "settleLost", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    const { findingId } = params;
    await settleLost(database, { restaurantId, findingId, by: actorOf(caller), now });
    return DONE;
  });
}
