import type { TaxPart } from "@tureen/shared/menu/tax-part";
import { MAX_EXTERNAL_ID_LENGTH, MAX_MINOR } from "@tureen/shared/platform/limits";
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import {
  between,
  id,
  minor,
  moment,
  restaurantId,
  textLength,
} from "../../platform/schema/columns.ts";
import { restaurants } from "../../platform/schema/restaurants.ts";

/** What the file that a menu came from calls a thing, so that a later file means the same one. */
const externalId = () => text("external_id");

/** The sections of a menu. Nothing of a menu is ever deleted, only archived: orders refer to it. */
export const menuCategories = pgTable(
  "menu_categories",
  {
    restaurantId: restaurantId(),
    id: id(),
    name: text("name").notNull(),
    externalId: externalId(),
    translations: jsonb("translations").$type<Record<string, string>>().notNull().default({}),
    position: integer("position").notNull(),
    archivedAt: moment("archived_at"),
  },
  (t) => [
    primaryKey({ name: "menu_categories_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "menu_categories_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    textLength("menu_categories_name_length", t.name, 1, 200),
    textLength("menu_categories_external_id_length", t.externalId, 1, MAX_EXTERNAL_ID_LENGTH),
    between("menu_categories_position_bounds", t.position, 0, 9999),
  ],
);

/** Dishes. What is available, and stock, are live; the rest changes only with a new menu version. */
export const menuItems = pgTable(
  "menu_items",
  {
    restaurantId: restaurantId(),
    id: id(),
    categoryId: uuid("category_id").notNull(),
    name: text("name").notNull(),
    externalId: externalId(),
    code: text("code"),
    description: text("description"),
    translations: jsonb("translations").$type<Record<string, string>>().notNull().default({}),
    descriptionTranslations: jsonb("description_translations")
      .$type<Record<string, string>>()
      .notNull()
      .default({}),
    priceMinor: minor("price_minor").notNull(),
    allergens: text("allergens").array().notNull().default([]),
    additives: text("additives").array().notNull().default([]),
    /** What it is for tax; null where the menu does not say. */
    tax: jsonb("tax").$type<readonly TaxPart[]>(),
    isOrderable: boolean("is_orderable").notNull().default(true),
    isAvailable: boolean("is_available").notNull().default(true),
    /** Until when it is sold out; null: until somebody says otherwise. */
    soldOutUntil: moment("sold_out_until"),
    stock: integer("stock"),
    /** Portions that there are each business day; null where the menu does not say. */
    stockPerDay: integer("stock_per_day"),
    /** The business day that `stock` is of, where it is counted by the day. */
    stockDay: date("stock_day", { mode: "string" }),
    position: integer("position").notNull(),
    archivedAt: moment("archived_at"),
  },
  (t) => [
    primaryKey({ name: "menu_items_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "menu_items_category_fk",
      columns: [t.restaurantId, t.categoryId],
      foreignColumns: [menuCategories.restaurantId, menuCategories.id],
    }),
    index("idx_menu_items_restaurant_available").on(t.restaurantId, t.isAvailable),
    index("idx_menu_items_category").on(t.restaurantId, t.categoryId),
    textLength("menu_items_name_length", t.name, 1, 300),
    textLength("menu_items_external_id_length", t.externalId, 1, MAX_EXTERNAL_ID_LENGTH),
    textLength("menu_items_code_length", t.code, 1, 40),
    textLength("menu_items_description_length", t.description, 1, 2000),
    between("menu_items_price_bounds", t.priceMinor, 0, MAX_MINOR),
    between("menu_items_stock_bounds", t.stock, 0, 1_000_000),
    between("menu_items_stock_per_day_bounds", t.stockPerDay, 0, 1_000_000),
    between("menu_items_position_bounds", t.position, 0, 9999),
  ],
);

/** A group of choices of a dish: between `min` and `max` of its values are taken. */
export const menuItemOptions = pgTable(
  "menu_item_options",
  {
    restaurantId: restaurantId(),
    id: id(),
    itemId: uuid("item_id").notNull(),
    name: text("name").notNull(),
    externalId: externalId(),
    translations: jsonb("translations").$type<Record<string, string>>().notNull().default({}),
    min: integer("min").notNull(),
    max: integer("max").notNull(),
    position: integer("position").notNull(),
    archivedAt: moment("archived_at"),
  },
  (t) => [
    primaryKey({ name: "menu_item_options_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "menu_item_options_item_fk",
      columns: [t.restaurantId, t.itemId],
      foreignColumns: [menuItems.restaurantId, menuItems.id],
    }),
    index("idx_menu_item_options_item").on(t.restaurantId, t.itemId),
    textLength("menu_item_options_name_length", t.name, 1, 200),
    textLength("menu_item_options_external_id_length", t.externalId, 1, MAX_EXTERNAL_ID_LENGTH),
    check(
      "menu_item_options_min_max",
      sql`0 <= ${t.min} and ${t.min} <= ${t.max} and ${t.max} <= 999`,
    ),
    between("menu_item_options_position_bounds", t.position, 0, 9999),
  ],
);

/** One choice, with what it adds to the price (or takes off it). */
export const menuItemOptionValues = pgTable(
  "menu_item_option_values",
  {
    restaurantId: restaurantId(),
    id: id(),
    optionId: uuid("option_id").notNull(),
    name: text("name").notNull(),
    externalId: externalId(),
    translations: jsonb("translations").$type<Record<string, string>>().notNull().default({}),
    priceDeltaMinor: minor("price_delta_minor").notNull(),
    allergens: text("allergens").array().notNull().default([]),
    isAvailable: boolean("is_available").notNull().default(true),
    /** Until when it is sold out; null: until somebody says otherwise. */
    soldOutUntil: moment("sold_out_until"),
    position: integer("position").notNull(),
    archivedAt: moment("archived_at"),
  },
  (t) => [
    primaryKey({ name: "menu_item_option_values_pk", columns: [t.restaurantId, t.id] }),
    foreignKey({
      name: "menu_item_option_values_option_fk",
      columns: [t.restaurantId, t.optionId],
      foreignColumns: [menuItemOptions.restaurantId, menuItemOptions.id],
    }),
    index("idx_menu_item_option_values_option").on(t.restaurantId, t.optionId),
    textLength("menu_item_option_values_name_length", t.name, 1, 200),
    textLength(
      "menu_item_option_values_external_id_length",
      t.externalId,
      1,
      MAX_EXTERNAL_ID_LENGTH,
    ),
    between("menu_item_option_values_delta_bounds", t.priceDeltaMinor, -MAX_MINOR, MAX_MINOR),
    between("menu_item_option_values_position_bounds", t.position, 0, 9999),
  ],
);

/** Every menu that was ever published, as it was, so that a replay can price the past. */
export const menuVersions = pgTable(
  "menu_versions",
  {
    restaurantId: restaurantId(),
    version: integer("version").notNull(),
    menu: jsonb("menu").notNull(),
    at: moment("at").notNull(),
    /** The member of staff; null for an import by command. */
    byUser: uuid("by_user"),
  },
  (t) => [
    primaryKey({ name: "menu_versions_pk", columns: [t.restaurantId, t.version] }),
    foreignKey({
      name: "menu_versions_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    check("menu_versions_version_positive", sql`${t.version} >= 1`),
  ],
);
