/** Who wrote what into a draft: for pages that follow it, and to say who changed what one saw. */
import { draftEditSchema, type StoredEdit } from "@tureen/shared/menu/draft/draft-schema";
import type { DraftConflict } from "@tureen/shared/menu/draft/edits";
import { z } from "zod";
import type { Queryable } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";

/** Revisions that a page which was away may catch up with; after more it reads the draft anew. */
export const MAX_MISSED = 100;
/** Revisions back that are looked through for who changed something. */
const LOOKED_THROUGH = 500;

const editsRow = z.object({
  revision: z.int(),
  edits: z.array(draftEditSchema()),
  userId: z.string(),
  name: z.string().nullable(),
  at: z.int(),
});

/** What somebody sent at once. */
export interface WrittenEdits {
  readonly revision: number;
  readonly edits: StoredEdit[];
  readonly userId: string;
  /** The display name, while it is kept. */
  readonly name: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * What was written after a revision, oldest first; null when that is too much, or not all of it is
 * known any more, and the draft has to be read anew.
 */
export async function readEditsSince(
  q: Queryable,
  input: {
    readonly restaurantId: string;
    readonly since: number;
    /** The draft's revision. */
    readonly revision: number;
  },
): Promise<WrittenEdits[] | null> {
  const { restaurantId, since, revision } = input;
  const missed = revision - since;
  if (missed < 0 || missed > MAX_MISSED) return null;
  if (missed === 0) return [];
  const rows = await readNewest(q, restaurantId, missed);
  return rows.length === missed && rows.at(-1)?.revision === since + 1 ? rows.reverse() : null;
}

/** A conflict with whoever made it, where that is known. */
export interface ToldConflict extends DraftConflict {
  readonly by: Pick<WrittenEdits, "userId" | "name" | "at"> | null;
}

/** Says who it was that changed or took away what conflicts are about. */
export async function tellWho(
  q: Queryable,
  restaurantId: string,
  conflicts: readonly DraftConflict[],
): Promise<ToldConflict[]> {
  if (conflicts.length === 0) return [];
  const rows = await readNewest(q, restaurantId, LOOKED_THROUGH);
  return conflicts.map((conflict) => {
    const row = rows.find(({ edits }) => edits.some((edit) => isAbout(edit, conflict)));
    return { ...conflict, by: row ? { userId: row.userId, name: row.name, at: row.at } : null };
  });
}

/** Whether an edit could have made a conflict. */
function isAbout(edit: StoredEdit, { id, field, reason }: DraftConflict): boolean {
  switch (edit.kind) {
    case "set":
      return (
        reason === "changed" && edit.id === id && (field === undefined || edit.field === field)
      );
    case "add":
      return reason === "changed" && (edit.thing.id === id || edit.in === id);
    case "remove":
      // What is gone may have gone with what it was in.
      return JSON.stringify(edit.was).includes(`"${id}"`);
    case "move":
      return reason === "changed" && (edit.id === id || edit.in === id);
  }
}

/** The last revisions, newest first. */
async function readNewest(
  q: Queryable,
  restaurantId: string,
  limit: number,
): Promise<WrittenEdits[]> {
  return await readRows(
    ofRestaurant(q, restaurantId),
    editsRow,
    `select e.revision, e.edits, e.by_user as "userId", u.display_name as name,
       floor(extract(epoch from e.at) * 1000)::bigint as at
     from menu_draft_edits e
       left join users u on u.restaurant_id = e.restaurant_id and u.id = e.by_user
     where e.restaurant_id = $1 order by e.revision desc limit $2`,
    [restaurantId, limit],
  );
}
