import type { TaxPart } from "@tureen/shared/menu/tax-part";
import { LINE_CHANGES } from "@tureen/shared/orders/line-change";
import type { LineMove } from "@tureen/shared/orders/line-move";
import { MAX_MINOR } from "@tureen/shared/platform/limits";
import { ORDER_STATUSES } from "@tureen/shared/table/document/order-status";
import type { OrderCourse } from "@tureen/shared/table/document/types";
import { sql } from "drizzle-orm";
import {
  bigint,
  char,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { menuItems } from "../../menu/schema/menu.ts";
import {
  between,
  bytea,
  id,
  minor,
  moment,
  oneOf,
  restaurantId,
  textLength,
} from "../../platform/schema/columns.ts";
import { sessions } from "../../table/schema/sessions.ts";

export const HISTORY_ACTORS = ["diner", "staff", "server"] as const;

/** What was confirmed, as it was confirmed. Only the three status columns ever change. */
export const orders = pgTable(
  "orders",
  {
    restaurantId: restaurantId(),
    id: id(),
    sessionId: uuid("session_id").notNull(),
    confirmId: text("confirm_id").notNull(),
    number: bigint("number", { mode: "number" }).notNull(),
    diner: text("diner").notNull(),
    menuVersion: integer("menu_version").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    totalMinor: minor("total_minor").notNull(),
    placedAt: moment("placed_at").notNull(),
    status: text("status", { enum: ORDER_STATUSES }).notNull(),
    statusAt: moment("status_at").notNull(),
    cancelReason: text("cancel_reason"),
  },
  (t) => [
    primaryKey({ name: "orders_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "orders_session_fk",
      columns: [t.restaurantId, t.sessionId],
      foreignColumns: [sessions.restaurantId, sessions.id],
    }),
    unique("orders_number_unique").on(t.restaurantId, t.number),
    unique("orders_confirm_unique").on(t.restaurantId, t.sessionId, t.confirmId),
    // The one index that does not start with the restaurant: its columns are given by the
    // specification, and a session id is unique across restaurants.
    index("idx_orders_session_status").on(t.sessionId, t.status),
    index("idx_orders_restaurant_open")
      .on(t.restaurantId, t.number)
      .where(sql`${t.status} in ('placed', 'accepted', 'preparing', 'ready')`),
    oneOf("orders_status_known", t.status, ORDER_STATUSES),
    check("orders_number_positive", sql`${t.number} >= 1`),
    check("orders_diner_shape", sql`${t.diner} ~ '^d[1-9][0-9]{0,2}$'`),
    check("orders_currency_shape", sql`${t.currency} ~ '^[A-Z]{3}$'`),
    between("orders_total_bounds", t.totalMinor, 0, MAX_MINOR * 1000),
    textLength("orders_confirm_id_length", t.confirmId, 4, 40),
    textLength("orders_cancel_reason_length", t.cancelReason, 1, 300),
    check(
      "orders_reason_when_cancelled",
      sql`(${t.status} = 'cancelled') = (${t.cancelReason} is not null)`,
    ),
  ],
);

/** The lines of an order with names, prices and allergens as they were. */
export const orderItems = pgTable(
  "order_items",
  {
    restaurantId: restaurantId(),
    id: id(),
    orderId: uuid("order_id").notNull(),
    position: integer("position").notNull(),
    lineId: text("line_id").notNull(),
    menuItemId: uuid("menu_item_id").notNull(),
    name: text("name").notNull(),
    unitPriceMinor: minor("unit_price_minor").notNull(),
    quantity: integer("quantity").notNull(),
    note: text("note"),
    forDiner: text("for_diner"),
    allergens: text("allergens").array().notNull(),
    /** What it was for tax; null where the menu did not say. */
    tax: jsonb("tax").$type<readonly TaxPart[]>(),
    /** The course that it was ordered for; null for none. */
    course: jsonb("course").$type<OrderCourse>(),
  },
  (t) => [
    primaryKey({ name: "order_items_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "order_items_order_fk",
      columns: [t.restaurantId, t.orderId],
      foreignColumns: [orders.restaurantId, orders.id],
    }),
    foreignKey({
      name: "order_items_menu_item_fk",
      columns: [t.restaurantId, t.menuItemId],
      foreignColumns: [menuItems.restaurantId, menuItems.id],
    }),
    unique("order_items_position_unique").on(t.restaurantId, t.orderId, t.position),
    unique("order_items_line_unique").on(t.restaurantId, t.orderId, t.lineId),
    textLength("order_items_name_length", t.name, 1, 300),
    textLength("order_items_line_id_length", t.lineId, 4, 40),
    textLength("order_items_note_length", t.note, 1, 500),
    between("order_items_price_bounds", t.unitPriceMinor, 0, MAX_MINOR),
    between("order_items_quantity_bounds", t.quantity, 1, 999),
    between("order_items_position_bounds", t.position, 0, 9999),
    check("order_items_for_diner_shape", sql`${t.forDiner} ~ '^d[1-9][0-9]{0,2}$'`),
    check(
      "order_items_course_object",
      sql`${t.course} is null or jsonb_typeof(${t.course}) = 'object'`,
    ),
  ],
);

/** The option values chosen for a line, with names and price changes as they were. */
export const orderItemCustomizations = pgTable(
  "order_item_customizations",
  {
    restaurantId: restaurantId(),
    orderItemId: uuid("order_item_id").notNull(),
    position: integer("position").notNull(),
    optionId: uuid("option_id").notNull(),
    optionName: text("option_name").notNull(),
    valueId: uuid("value_id").notNull(),
    valueName: text("value_name").notNull(),
    priceDeltaMinor: minor("price_delta_minor").notNull(),
  },
  (t) => [
    primaryKey({
      name: "order_item_customizations_pk",
      columns: [t.restaurantId, t.orderItemId, t.position],
    }),
    foreignKey({
      name: "order_item_customizations_item_fk",
      columns: [t.restaurantId, t.orderItemId],
      foreignColumns: [orderItems.restaurantId, orderItems.id],
    }),
    textLength("order_item_customizations_option_length", t.optionName, 1, 200),
    textLength("order_item_customizations_value_length", t.valueName, 1, 200),
    between("order_item_customizations_delta_bounds", t.priceDeltaMinor, -MAX_MINOR, MAX_MINOR),
    between("order_item_customizations_position_bounds", t.position, 0, 9999),
  ],
);

/** Who had what: how many of a line were each diner's. */
export const orderItemShares = pgTable(
  "order_item_shares",
  {
    restaurantId: restaurantId(),
    orderItemId: uuid("order_item_id").notNull(),
    diner: text("diner").notNull(),
    quantity: integer("quantity").notNull(),
  },
  (t) => [
    primaryKey({
      name: "order_item_shares_pk",
      columns: [t.restaurantId, t.orderItemId, t.diner],
    }),
    foreignKey({
      name: "order_item_shares_item_fk",
      columns: [t.restaurantId, t.orderItemId],
      foreignColumns: [orderItems.restaurantId, orderItems.id],
    }),
    check("order_item_shares_diner_shape", sql`${t.diner} ~ '^d[1-9][0-9]{0,2}$'`),
    between("order_item_shares_quantity_bounds", t.quantity, 1, 999),
  ],
);

/**
 * Everything that happened to orders and their lines, numbered 1, 2, 3 … per restaurant without gaps,
 * and chained. A row is about an order's status, or about one of its lines: then the status stays.
 */
export const orderStatusHistory = pgTable(
  "order_status_history",
  {
    restaurantId: restaurantId(),
    eventNumber: bigint("event_number", { mode: "number" }).notNull(),
    orderId: uuid("order_id").notNull(),
    fromStatus: text("from_status", { enum: ORDER_STATUSES }),
    toStatus: text("to_status", { enum: ORDER_STATUSES }).notNull(),
    actorKind: text("actor_kind", { enum: HISTORY_ACTORS }).notNull(),
    actorId: text("actor_id"),
    reason: text("reason"),
    at: moment("at").notNull(),
    lineId: text("line_id"),
    lineChange: text("line_change", { enum: LINE_CHANGES }),
    /** How many portions of the line it is about. */
    portions: integer("portions"),
    /** The void, in the ledger of bills, that cancelled them or that is taken back. */
    voidEntry: bigint("void_entry", { mode: "number" }),
    /** Lines whose progress made this row, with their status before and after; see shared/src/orders/progress.ts. */
    progress: jsonb("progress").$type<readonly LineMove[]>(),
    // The chain that makes the trail tamper-evident; platform/audit-chain.ts says how they
    // are computed. All are SHA-256; the order's digest stands in its first row only.
    orderDigest: bytea("order_digest"),
    previousHash: bytea("previous_hash").notNull(),
    hash: bytea("hash").notNull(),
  },
  (t) => [
    primaryKey({ name: "order_status_history_pk", columns: [t.restaurantId, t.eventNumber] }),
    foreignKey({
      name: "order_status_history_order_fk",
      columns: [t.restaurantId, t.orderId],
      foreignColumns: [orders.restaurantId, orders.id],
    }),
    foreignKey({
      name: "order_status_history_line_fk",
      columns: [t.restaurantId, t.orderId, t.lineId],
      foreignColumns: [orderItems.restaurantId, orderItems.orderId, orderItems.lineId],
    }),
    index("idx_order_status_history_order").on(t.restaurantId, t.orderId, t.eventNumber),
    check("order_status_history_number_positive", sql`${t.eventNumber} >= 1`),
    oneOf("order_status_history_from_known", t.fromStatus, ORDER_STATUSES),
    oneOf("order_status_history_to_known", t.toStatus, ORDER_STATUSES),
    oneOf("order_status_history_actor_known", t.actorKind, HISTORY_ACTORS),
    textLength("order_status_history_actor_length", t.actorId, 1, 64),
    textLength("order_status_history_reason_length", t.reason, 1, 300),
    check(
      "order_status_history_sha256",
      sql`octet_length(${t.previousHash}) = 32 and octet_length(${t.hash}) = 32
        and coalesce(octet_length(${t.orderDigest}), 32) = 32`,
    ),
    check(
      "order_status_history_digest_first",
      sql`(${t.fromStatus} is null) = (${t.orderDigest} is not null)`,
    ),
    check(
      "order_status_history_moves",
      sql`case when ${t.fromStatus} is null then ${t.toStatus} = 'placed' and ${t.progress} is null
        when ${t.progress} is not null then ${t.lineId} is null
        else (${t.fromStatus} = ${t.toStatus}) = (${t.lineId} is not null) end`,
    ),
    oneOf("order_status_history_line_change_known", t.lineChange, LINE_CHANGES),
    between("order_status_history_portions_bounds", t.portions, 1, 999),
    check(
      "order_status_history_progress_list",
      sql`${t.progress} is null or jsonb_typeof(${t.progress}) = 'array'`,
    ),
    check(
      "order_status_history_line_whole",
      sql`num_nonnulls(${t.lineId}, ${t.lineChange}, ${t.portions}) in (0, 3)
        and (${t.voidEntry} is null or ${t.lineId} is not null)
        and (${t.lineId} is null or ${t.fromStatus} is not null)`,
    ),
  ],
);
