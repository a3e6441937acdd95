import { LOW_STOCK } from "@tureen/shared/menu/availability";
import { z } from "zod";
import { STOCK_NOW } from "../menu/live-stock.ts";
import type { Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";

const returned = z.object({ menuVersion: z.int(), wasSoldOut: z.boolean() });
const left = z.object({ stock: z.int() });

/** So many portions of a dish. */
export interface Portions {
  readonly item: string;
  readonly quantity: number;
}

/**
 * Takes portions off counted dishes, which have as many on this business day; phones look again when
 * few are left.
 */
export async function takeStock(
  tx: Transaction,
  { restaurantId, version }: { readonly restaurantId: string; readonly version: number },
  today: string,
  portions: readonly Portions[],
): Promise<void> {
  const taken = sumByItem(portions);
  const rows = await readRows(
    tx,
    left,
    `update menu_items m
     set stock = ${STOCK_NOW("$4::date")} - t.quantity,
       stock_day = case when stock_per_day is not null then $4::date end
     from unnest($2::uuid[], $3::int[]) as t (id, quantity)
     where m.restaurant_id = $1 and m.id = t.id and (${STOCK_NOW("$4::date")}) is not null
     returning m.stock`,
    [restaurantId, [...taken.keys()], [...taken.values()], today],
  );
  // Phones say how many are left: they look again with each portion that goes.
  if (rows.some((row) => row.stock <= LOW_STOCK)) tx.tell({ kind: "menu", restaurantId, version });
}

/** Puts portions back on counted dishes, locked by id; phones look again if one was sold out. */
export async function returnStock(
  tx: Transaction,
  restaurantId: string,
  portions: readonly Portions[],
): Promise<void> {
  const back = sumByItem(portions);
  const rows = await readRows(
    tx,
    returned,
    `with back as (
       select * from unnest($2::uuid[], $3::int[]) as b (id, quantity)
     ), locked as materialized (
       select id from menu_items
       where restaurant_id = $1 and stock is not null and id = any($2::uuid[])
       order by id for no key update
     )
     update menu_items m set stock = least(m.stock + back.quantity, 1000000)
     from back join locked on locked.id = back.id
     where m.restaurant_id = $1 and m.id = back.id and m.stock is not null
     returning m.stock <= back.quantity as "wasSoldOut",
       (select menu_version from restaurants where id = $1) as "menuVersion"`,
    [restaurantId, [...back.keys()], [...back.values()]],
  );
  const sold = rows.find((row) => row.wasSoldOut);
  if (sold) tx.tell({ kind: "menu", restaurantId, version: sold.menuVersion });
}

function sumByItem(portions: readonly Portions[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { item, quantity } of portions) {
    if (quantity > 0) sums.set(item, (sums.get(item) ?? 0) + quantity);
  }
  return sums;
}
