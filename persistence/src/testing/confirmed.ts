import { dueBeforeOrder } from "@tureen/shared/bill/rounds";
import { noteBill } from "../bill/note-bill.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { commitConfirm } from "../orders/commit-confirm.ts";
import type { Database } from "../platform/database.ts";
import type { TestRestaurant, TestTable } from "./fixtures.ts";

const MAX_AGE_MS = 600_000;

/** Decides a confirm as the worker does. */
export function decide(database: Database, table: TestTable, confirmId: string) {
  const { restaurantId, sessionId } = table;
  return commitConfirm(database, {
    restaurantId,
    sessionId,
    confirmId,
    menus: new MenuCache(),
    maxAgeMs: MAX_AGE_MS,
    noteBill,
    dueBefore: dueBeforeOrder,
    now: new Date(),
  });
}

/** Orders so many of a dish at a table; returns the order's id. */
export async function givenOrder(
  database: Database,
  restaurant: TestRestaurant,
  table: TestTable,
  dish = "Soup",
  quantity = 1,
): Promise<string> {
  const line = await table.phone.add(restaurant.item(dish), quantity);
  const confirmId = await table.phone.confirm(restaurant, [{ line, quantity }]);
  const { receipt } = await decide(database, table, confirmId);
  if (!receipt.ok) throw new Error(`rejected: ${JSON.stringify(receipt)}`);
  return receipt.order;
}
