import { draftOf, type MenuDraft, outcomeOf, placesOf } from "@tureen/shared/menu/draft/draft";
import { draftSchema } from "@tureen/shared/menu/draft/draft-schema";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Transaction } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { lockMenu } from "../publish-version.ts";
import { readMenuVersion } from "../read-menu.ts";

const draftRow = z.object({
  revision: z.int(),
  baseVersion: z.int(),
  baseRevision: z.int(),
  draft: draftSchema(),
  plannedFor: z.date().nullable(),
  inForce: z.int(),
  /** What addresses of the restaurant begin with. */
  slug: z.string(),
});

/** A draft as its row has it, with the version of the menu that is in force. */
export type DraftRow = z.infer<typeof draftRow>;

const standing = z.object({ standsOn: z.enum(["nothing", "older", "current"]) });

const rowThing = z.object({
  id: z.string(),
  externalId: z.string().nullable(),
  notice: z.boolean(),
});

/**
 * The restaurant's draft, which nobody else changes before the transaction ends. What is in force is not
 * locked, since every confirm looks at that: whoever publishes takes `lockMenu` before. Throws
 * "restaurant-unknown".
 */
export async function lockDraft(tx: Transaction, restaurantId: string): Promise<DraftRow> {
  await makeDraft(tx, restaurantId);
  return await readDraftRow(tx, restaurantId, "for update of d");
}

/** The same to look at only. */
export async function lookAtDraft(tx: Transaction, restaurantId: string): Promise<DraftRow> {
  await makeDraft(tx, restaurantId);
  return await readDraftRow(tx, restaurantId, "");
}

/**
 * Keeps edits, uploads and removals of photos away from each other until the transaction ends: what an
 * edit names must stay. Throws "restaurant-unknown".
 */
export async function holdDraft(tx: Transaction, restaurantId: string): Promise<void> {
  await makeDraft(tx, restaurantId);
  await tx.query("select from menu_drafts where restaurant_id = $1 for update", [restaurantId]);
}

async function readDraftRow(
  tx: Transaction,
  restaurantId: string,
  lock: "for update of d" | "",
): Promise<DraftRow> {
  const [row] = await readRows(
    tx,
    draftRow,
    `select d.revision, d.base_version as "baseVersion", d.base_revision as "baseRevision", d.draft,
       d.planned_for as "plannedFor", r.menu_version as "inForce", r.slug
     from menu_drafts d join restaurants r on r.id = d.restaurant_id
     where d.restaurant_id = $1 ${lock}`,
    [restaurantId],
  );
  if (!row) throw new TureenError("restaurant-unknown");
  return row;
}

/**
 * Makes the draft of the menu in force when there is none, and anew when nobody has written into it since
 * and an import has published another menu.
 */
async function makeDraft(tx: Transaction, restaurantId: string): Promise<void> {
  const [draft] = await readRows(
    tx,
    standing,
    `select case when d.restaurant_id is null then 'nothing'
       when d.revision = d.base_revision and d.base_version < r.menu_version then 'older'
       else 'current' end as "standsOn"
     from restaurants r left join menu_drafts d on d.restaurant_id = r.id
     where r.id = $1`,
    [restaurantId],
  );
  if (!draft) throw new TureenError("restaurant-unknown");
  if (draft.standsOn === "current") return;
  const { menuVersion } = await lockMenu(tx, restaurantId);
  if (draft.standsOn === "nothing") {
    const first = await draftInForce(tx, restaurantId, menuVersion);
    await tx.query(
      `insert into menu_drafts (restaurant_id, revision, base_version, base_revision, draft)
       values ($1, 0, $2, 0, $3) on conflict do nothing`,
      [restaurantId, menuVersion, JSON.stringify(first)],
    );
    return;
  }
  const row = await readDraftRow(tx, restaurantId, "for update of d");
  const isClean = row.revision === row.baseRevision && isAllPublished(row.draft);
  if (!isClean || row.baseVersion === menuVersion) return;
  // A page that still shows the old draft must not take the new one for it.
  await tx.query(
    `update menu_drafts set revision = $2, base_revision = $2, base_version = $3, draft = $4
     where restaurant_id = $1`,
    [
      restaurantId,
      row.revision + 1,
      menuVersion,
      JSON.stringify(await draftInForce(tx, restaurantId, menuVersion)),
    ],
  );
}

/** Whether guests got everything that is in a draft: what is hidden or unpriced is in no published menu. */
function isAllPublished(draft: MenuDraft): boolean {
  return placesOf(draft).size === placesOf(outcomeOf(draft)).size;
}

/** The menu in force as a draft, with what only its rows say; empty when there is none. */
export async function draftInForce(
  tx: Transaction,
  restaurantId: string,
  version: number,
): Promise<MenuDraft> {
  const menu = await readMenuVersion(tx, { restaurantId, version });
  if (!menu) return { categories: [] };
  const rows = await readRows(
    tx,
    rowThing,
    `select id, external_id as "externalId", not is_orderable as notice from menu_items
       where restaurant_id = $1 and archived_at is null
     union all
     select id, external_id, false from menu_categories
       where restaurant_id = $1 and archived_at is null and external_id is not null
     union all
     select id, external_id, false from menu_item_options
       where restaurant_id = $1 and archived_at is null and external_id is not null
     union all
     select id, external_id, false from menu_item_option_values
       where restaurant_id = $1 and archived_at is null and external_id is not null`,
    [restaurantId],
  );
  return draftOf(menu, {
    notices: new Set(rows.filter((row) => row.notice).map((row) => row.id)),
    externalIds: new Map(
      rows.flatMap(({ id, externalId }) => (externalId === null ? [] : [[id, externalId]])),
    ),
  });
}
