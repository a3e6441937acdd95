import type { MenuDraft } from "@tureen/shared/menu/draft/draft";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  uuid,
} from "drizzle-orm/pg-core";
import { moment, restaurantId } from "../../platform/schema/columns.ts";
import { restaurants } from "../../platform/schema/restaurants.ts";

/** The menu that a restaurant is writing: one row each, made when somebody first looks at it. */
export const menuDrafts = pgTable(
  "menu_drafts",
  {
    restaurantId: restaurantId(),
    /** Counts what was sent to it: each revision is the draft after the edits of that number. */
    revision: integer("revision").notNull(),
    /** The published version that it began from, or was last published as; 0 for none. */
    baseVersion: integer("base_version").notNull(),
    /** The revision that equals that version: at a higher one there are edits to publish. */
    baseRevision: integer("base_revision").notNull(),
    draft: jsonb("draft").$type<MenuDraft>().notNull(),
    /** The draft as it was when its publication was planned; null while none is. */
    planned: jsonb("planned").$type<MenuDraft>(),
    plannedFor: moment("planned_for"),
    /** The member of staff who planned it. */
    plannedBy: uuid("planned_by"),
  },
  (t) => [
    primaryKey({ name: "menu_drafts_pk", columns: [t.restaurantId] }),
    foreignKey({
      name: "menu_drafts_restaurant_fk",
      columns: [t.restaurantId],
      foreignColumns: [restaurants.id],
    }),
    index("idx_menu_drafts_planned")
      .on(t.restaurantId, t.plannedFor)
      .where(sql`${t.plannedFor} is not null`),
    check(
      "menu_drafts_revisions",
      sql`0 <= ${t.baseRevision} and ${t.baseRevision} <= ${t.revision}`,
    ),
    check(
      "menu_drafts_planned_whole",
      sql`(${t.planned} is null) = (${t.plannedFor} is null)
        and (${t.planned} is null) = (${t.plannedBy} is null)`,
    ),
  ],
);

/** Who wrote what into a draft, by the revision that it made; kept for a month, to say who changed what. */
export const menuDraftEdits = pgTable(
  "menu_draft_edits",
  {
    restaurantId: restaurantId(),
    revision: integer("revision").notNull(),
    edits: jsonb("edits").$type<readonly DraftEdit[]>().notNull(),
    byUser: uuid("by_user").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "menu_draft_edits_pk", columns: [t.restaurantId, t.revision] }),
    foreignKey({
      name: "menu_draft_edits_draft_fk",
      columns: [t.restaurantId],
      foreignColumns: [menuDrafts.restaurantId],
    }),
  ],
);
