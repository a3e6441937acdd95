import { PHOTO_FORMATS } from "@tureen/shared/menu/photo";
import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import {
  between,
  bytea,
  moment,
  oneOf,
  restaurantId,
  textLength,
} from "../../platform/schema/columns.ts";
import { restaurants } from "../../platform/schema/restaurants.ts";

/** Larger than any picture that the encoder makes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Photos by the hash of their pictures and their restaurant's id. Never changed; removed when unused. */
export const menuPhotos = pgTable(
  "menu_photos",
  {
    restaurantId: restaurantId(),
    hash: text("hash").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    placeholder: text("placeholder").notNull(),
    /** When it was uploaded, the last time that it was. */
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "menu_photos_pk", columns: [t.restaurantId, t.hash] }),
    foreignKey({
      name: "menu_photos_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    index("idx_menu_photos_at").on(t.restaurantId, t.at),
    check("menu_photos_hash_form", sql`${t.hash} ~ '^[0-9a-f]{32}$'`),
    between("menu_photos_width_bounds", t.width, 1, 9999),
    between("menu_photos_height_bounds", t.height, 1, 9999),
    textLength("menu_photos_placeholder_length", t.placeholder, 48, 48),
  ],
);

/** The pictures of a photo: each width in each format. */
export const menuPhotoFiles = pgTable(
  "menu_photo_files",
  {
    restaurantId: restaurantId(),
    hash: text("hash").notNull(),
    width: integer("width").notNull(),
    format: text("format").notNull(),
    data: bytea("data").notNull(),
  },
  (t) => [
    primaryKey({
      name: "menu_photo_files_pk",
      columns: [t.restaurantId, t.hash, t.width, t.format],
    }),
    foreignKey({
      name: "menu_photo_files_photo_fk",
      columns: [t.restaurantId, t.hash],
      foreignColumns: [menuPhotos.restaurantId, menuPhotos.hash],
      // The only way in which the application can remove them: a photo in use refuses to go.
    }).onDelete("cascade"),
    oneOf("menu_photo_files_format_known", t.format, PHOTO_FORMATS),
    between("menu_photo_files_width_bounds", t.width, 1, 9999),
    check(
      "menu_photo_files_data_length",
      sql`octet_length(${t.data}) between 1 and ${sql.raw(String(MAX_FILE_BYTES))}`,
    ),
  ],
);

/** Photos that a published menu shows or ever showed: these stay, as the menu's versions do. */
export const menuPhotoUses = pgTable(
  "menu_photo_uses",
  {
    restaurantId: restaurantId(),
    hash: text("hash").notNull(),
  },
  (t) => [
    primaryKey({ name: "menu_photo_uses_pk", columns: [t.restaurantId, t.hash] }),
    foreignKey({
      name: "menu_photo_uses_photo_fk",
      columns: [t.restaurantId, t.hash],
      foreignColumns: [menuPhotos.restaurantId, menuPhotos.hash],
    }),
  ],
);
