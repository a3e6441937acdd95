import type { MenuItem } from "@tureen/shared/menu/menu";
import { allergensWith } from "@tureen/shared/orders/allergens";
import { chosenValues } from "@tureen/shared/table/chosen-values";
import type { LineOption, OrderLine } from "@tureen/shared/table/document/types";
import { uuidv7 } from "uuidv7";
import { micros, orderDigest } from "../platform/audit-chain.ts";
import type { Transaction } from "../platform/database.ts";

/** An order to be inserted, with everything that is kept about it. */
export interface OrderToInsert {
  readonly restaurantId: string;
  readonly sessionId: string;
  readonly orderId: string;
  readonly confirmId: string;
  readonly number: number;
  readonly diner: string;
  readonly menuVersion: number;
  readonly currency: string;
  readonly total: number;
  readonly lines: readonly {
    readonly line: OrderLine;
    readonly item: MenuItem;
    readonly options: readonly LineOption[];
  }[];
  readonly now: Date;
}

/**
 * Inserts an order with its items, their customizations, and who had what; status "placed". Returns
 * the digest of all of it for its first row of history.
 */
export async function insertOrder(tx: Transaction, order: OrderToInsert): Promise<Buffer> {
  const { restaurantId, now } = order;
  await tx.query(
    `insert into orders (restaurant_id, id, session_id, confirm_id, number, diner, menu_version,
       currency, total_minor, placed_at, status, status_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'placed', $10)`,
    [
      restaurantId,
      order.orderId,
      order.sessionId,
      order.confirmId,
      order.number,
      order.diner,
      order.menuVersion,
      order.currency,
      order.total,
      now,
    ],
  );
  const rows = order.lines.map(({ line, item, options }, position) => ({
    id: uuidv7(),
    position,
    line_id: line.line,
    menu_item_id: line.item,
    name: line.name,
    unit_price_minor: line.unitPrice,
    quantity: line.quantity,
    note: line.note === "" ? null : line.note,
    for_diner: line.for === "table" ? null : line.for,
    allergens: allergensWith(item, options),
    tax: line.tax,
    course: line.course,
    customizations: customizationsOf(item, options),
    shares: Object.entries(line.shares).map(([diner, quantity]) => ({ diner, quantity })),
  }));
  await tx.query(
    `insert into order_items (restaurant_id, id, order_id, position, line_id, menu_item_id, name,
       unit_price_minor, quantity, note, for_diner, allergens, tax, course)
     select k.restaurant_id, id, $2, position, line_id, menu_item_id, name, unit_price_minor,
       quantity, note, for_diner, allergens, tax, course
     from restaurant_counters k, jsonb_to_recordset($3) as x (id uuid, position int, line_id text,
       menu_item_id uuid, name text, unit_price_minor bigint, quantity int, note text,
       for_diner text, allergens text[], tax jsonb, course jsonb)
     where k.restaurant_id = $1`,
    [restaurantId, order.orderId, JSON.stringify(rows)],
  );
  await tx.query(
    `insert into order_item_shares (restaurant_id, order_item_id, diner, quantity)
     select k.restaurant_id, order_item_id, diner, quantity
     from restaurant_counters k,
       jsonb_to_recordset($2) as x (order_item_id uuid, diner text, quantity int)
     where k.restaurant_id = $1`,
    [restaurantId, partsOf(rows, ({ shares }) => shares)],
  );
  if (rows.some(({ customizations }) => customizations.length > 0)) {
    await tx.query(
      `insert into order_item_customizations (restaurant_id, order_item_id, position, option_id,
         option_name, value_id, value_name, price_delta_minor)
       select k.restaurant_id, order_item_id, position, option_id, option_name, value_id,
         value_name, price_delta_minor
       from restaurant_counters k, jsonb_to_recordset($2) as x (order_item_id uuid, position int,
         option_id uuid, option_name text, value_id uuid, value_name text,
         price_delta_minor bigint)
       where k.restaurant_id = $1`,
      [restaurantId, partsOf(rows, ({ customizations }) => customizations)],
    );
  }
  return orderDigest({
    restaurantId,
    id: order.orderId,
    sessionId: order.sessionId,
    confirmId: order.confirmId,
    number: order.number,
    diner: order.diner,
    menuVersion: order.menuVersion,
    currency: order.currency,
    totalMinor: order.total,
    placedAt: micros(now),
    items: rows.map((row) => ({
      id: row.id,
      position: row.position,
      lineId: row.line_id,
      menuItemId: row.menu_item_id,
      name: row.name,
      unitPriceMinor: row.unit_price_minor,
      quantity: row.quantity,
      note: row.note,
      forDiner: row.for_diner,
      allergens: row.allergens,
      tax: row.tax ?? null,
      course: row.course ?? null,
      customizations: row.customizations.map((c) => ({
        position: c.position,
        optionId: c.option_id,
        optionName: c.option_name,
        valueId: c.value_id,
        valueName: c.value_name,
        priceDeltaMinor: c.price_delta_minor,
      })),
      shares: row.shares,
    })),
  });
}

/** What belongs to each of these items, as rows that name it. */
function partsOf<Row extends { readonly id: string }>(
  rows: readonly Row[],
  parts: (row: Row) => readonly object[],
): string {
  return JSON.stringify(
    rows.flatMap((row) => parts(row).map((part) => ({ order_item_id: row.id, ...part }))),
  );
}

/** The chosen values of a line as rows, in menu order. */
function customizationsOf(item: MenuItem, chosen: readonly LineOption[]) {
  return chosenValues(item, chosen).map((choice, position) => ({
    position,
    option_id: choice.option,
    option_name: choice.optionName,
    value_id: choice.value,
    value_name: choice.valueName,
    price_delta_minor: choice.priceDelta,
  }));
}
