import { outcomeOf } from "@tureen/shared/menu/draft/draft";
import { draftSchema, type StoredDraft } from "@tureen/shared/menu/draft/draft-schema";
import type { Menu } from "@tureen/shared/menu/menu";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import { type Database, inRestaurant } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";
import { readEditsSince, type WrittenEdits } from "./draft-edits.ts";
import { lookAtDraft } from "./lock-draft.ts";

/** A menu's draft as its writers see it. */
export interface DraftNow {
  readonly draft: StoredDraft;
  /** Counts what was sent to it. */
  readonly revision: number;
  /** Whether it holds edits that are not published. */
  readonly edited: boolean;
  /** The published version that it began from; lower than `inForce` when another was published since. */
  readonly baseVersion: number;
  /** The version in force; 0 for none. */
  readonly inForce: number;
  /** When it is going to be published as it was when that was planned; null while nothing is planned. */
  readonly plannedFor: Date | null;
  /** What addresses of the restaurant begin with. */
  readonly slug: string;
}

/** Reads the draft; makes one of the menu in force when there is none. Throws "restaurant-unknown". */
export async function readDraft(
  database: Database,
  { restaurantId }: { readonly restaurantId: string },
): Promise<DraftNow> {
  return await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const { baseRevision, ...row } = await lookAtDraft(tx, restaurantId);
      return { ...row, edited: row.revision > baseRevision };
    },
    { repeatable: true },
  );
}

const headRow = z.object({ revision: z.int(), inForce: z.int(), plannedFor: z.date().nullable() });

/**
 * What was written since a revision, and what is in force and planned now. Every open page asks for it
 * every few seconds: it neither reads the draft nor waits for anybody. Throws "restaurant-unknown".
 */
export async function catchUp(
  database: Database,
  { restaurantId, since }: { readonly restaurantId: string; readonly since: number },
): Promise<z.infer<typeof headRow> & { readonly missed: WrittenEdits[] | null }> {
  const q = ofRestaurant(database, restaurantId);
  const [head] = await readRows(
    q,
    headRow,
    `select coalesce(d.revision, 0) as revision, r.menu_version as "inForce",
       d.planned_for as "plannedFor"
     from restaurants r left join menu_drafts d on d.restaurant_id = r.id where r.id = $1`,
    [restaurantId],
  );
  if (!head) throw new TureenError("restaurant-unknown");
  const { revision } = head;
  return { ...head, missed: await readEditsSince(q, { restaurantId, since, revision }) };
}

const draftedMenu = z.object({
  name: z.string(),
  currency: z.string(),
  locale: z.string(),
  inForce: z.int(),
  draft: draftSchema(),
});

/**
 * What guests could order if a revision of the draft were published now: without the dishes that are
 * only notices. Changes and locks nothing. Throws "draft-changed" when the draft is another meanwhile.
 */
export async function readDraftedMenu(
  database: Database,
  { restaurantId, revision }: { readonly restaurantId: string; readonly revision: number },
): Promise<Menu> {
  const [row] = await readRows(
    ofRestaurant(database, restaurantId),
    draftedMenu,
    `select r.name, r.currency, r.locale, r.menu_version as "inForce", d.draft
     from menu_drafts d join restaurants r on r.id = d.restaurant_id
     where d.restaurant_id = $1 and d.revision = $2`,
    [restaurantId, revision],
  );
  if (!row) throw new TureenError("draft-changed", { field: "revision" });
  const { draft, inForce, ...about } = row;
  const { categories, notices } = outcomeOf(draft);
  return {
    ...{ restaurantId, version: inForce + 1, ...about },
    categories: categories.map((category) => ({
      ...category,
      items: category.items.filter(({ id }) => !notices.has(id)),
    })),
  };
}
