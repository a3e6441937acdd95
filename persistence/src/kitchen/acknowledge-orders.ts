import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { MenuCache } from "../menu/menu-cache.ts";
import { readStations } from "../menu/read-stations.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { readTicketsById } from "./read-tickets.ts";

/** The part of an order that is all of it. */
const WHOLE = "whole";

const sighting = z.object({ orderId: z.string() });
const part = z.object({ orderId: z.string(), part: z.string() });
const place = z.object({ orderId: z.string(), sessionId: z.string() });

export interface AcknowledgeOrders {
  readonly restaurantId: string;
  /** The station whose screen it is; null for one that shows whole orders. */
  readonly station: string | null;
  /** The orders that it shows. */
  readonly orders: readonly string[];
  readonly menus: Pick<MenuCache, "get">;
  readonly now: Date;
}

/**
 * Notes that a screen of the kitchen shows these orders. An order is seen once each of its stations'
 * screens has shown its part, or one has shown the whole; its table's phones are then told, once. Orders
 * that there are not are left out. Throws "station-unknown".
 */
export async function acknowledgeOrders(
  database: Database,
  input: AcknowledgeOrders,
): Promise<void> {
  const { restaurantId, station, orders } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const stations = station === null ? [] : await readStations(tx, { restaurantId });
      if (station !== null && !stations.some(({ id }) => id === station)) {
        throw new TureenError("station-unknown");
      }
      const fresh = await note(tx, input, orders, station ?? WHOLE);
      if (fresh.length === 0) return;
      const seen =
        station === null
          ? fresh
          : await note(tx, input, await seenInParts(tx, input, fresh), WHOLE);
      await tell(tx, restaurantId, seen);
    },
    { repeatable: true },
  );
}

/** Notes what was not noted before; returns those orders. */
async function note(
  tx: Transaction,
  { restaurantId, now }: AcknowledgeOrders,
  orders: readonly string[],
  seen: string,
): Promise<string[]> {
  if (orders.length === 0) return [];
  const rows = await readRows(
    tx,
    sighting,
    `insert into order_sightings (restaurant_id, order_id, part, at)
     select o.restaurant_id, o.id, $3, $4 from orders o
     where o.restaurant_id = $1 and o.id = any($2::uuid[]) order by o.id
     on conflict do nothing returning order_id as "orderId"`,
    [restaurantId, orders, seen, now],
  );
  return rows.map(({ orderId }) => orderId);
}

/** Of these orders those of which each station has shown its part. */
async function seenInParts(
  tx: Transaction,
  { restaurantId, menus }: AcknowledgeOrders,
  orders: readonly string[],
): Promise<string[]> {
  // Of two stations at the same moment the later one sees what the other has noted.
  await tx.query(
    `select from orders where restaurant_id = $1 and id = any($2::uuid[])
     order by id for no key update`,
    [restaurantId, orders],
  );
  const tickets = await readTicketsById(tx, { restaurantId, menus, orderIds: orders });
  const parts = await readRows(
    tx,
    part,
    `select order_id as "orderId", part from order_sightings
     where restaurant_id = $1 and order_id = any($2::uuid[])`,
    [restaurantId, orders],
  );
  const shown = Map.groupBy(parts, ({ orderId }) => orderId);
  return orders.filter((order) => {
    const seen = new Set(shown.get(order)?.map((each) => each.part));
    const lines = tickets.get(order)?.lines ?? [];
    return lines.flatMap(({ stations = [] }) => stations).every((station) => seen.has(station));
  });
}

async function tell(
  tx: Transaction,
  restaurantId: string,
  orders: readonly string[],
): Promise<void> {
  if (orders.length === 0) return;
  const places = await readRows(
    tx,
    place,
    `select id as "orderId", session_id as "sessionId" from orders
     where restaurant_id = $1 and id = any($2::uuid[]) order by number`,
    [restaurantId, orders],
  );
  for (const [sessionId, own] of Map.groupBy(places, (each) => each.sessionId)) {
    const seen = own.map(({ orderId }) => orderId);
    tx.tell({ kind: "notice", sessionId, notice: { kind: "seen", orders: seen } });
  }
}
