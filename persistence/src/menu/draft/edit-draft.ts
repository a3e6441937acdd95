import type { MenuDraft } from "@tureen/shared/menu/draft/draft";
import { writtenDraftSchema } from "@tureen/shared/menu/draft/draft-schema";
import { applyEdits, type DraftEdit, EditInvalid } from "@tureen/shared/menu/draft/edits";
import { pathText } from "@tureen/shared/menu/unknown-fields";
import { TureenError } from "@tureen/shared/platform/errors";
import { type Database, inRestaurant } from "../../platform/database.ts";
import { requirePhotos } from "../photos/read-photos.ts";
import { readEditsSince, type ToldConflict, tellWho, type WrittenEdits } from "./draft-edits.ts";
import { lockDraft } from "./lock-draft.ts";

/** What became of the edits that somebody sent. */
export interface DraftAnswer {
  /** The draft's revision now. */
  readonly revision: number;
  /** What others wrote since the sender's revision; null when the draft has to be read anew. */
  readonly missed: WrittenEdits[] | null;
  /** Why nothing was made of it; empty when all was. */
  readonly conflicts: ToldConflict[];
}

/**
 * Makes edits of the draft, all or none. What others wrote meanwhile is kept: edits that say that they
 * saw something else than what stands there now are refused, with who wrote it. Sent again, they change
 * nothing. Throws "field-invalid" for what may not stand in a menu, "photo-unknown", and
 * "restaurant-unknown".
 */
export async function editDraft(
  database: Database,
  input: {
    readonly restaurantId: string;
    /** The revision that the sender has seen. */
    readonly since: number;
    readonly edits: readonly DraftEdit[];
    readonly userId: string;
    readonly now: Date;
  },
): Promise<DraftAnswer> {
  const { restaurantId, since, edits, userId, now } = input;
  return await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const { draft, revision } = await lockDraft(tx, restaurantId);
      const missed = await readEditsSince(tx, { restaurantId, since, revision });
      const made = applied(draft, edits);
      if (made.conflicts.length > 0) {
        const conflicts = await tellWho(tx, restaurantId, made.conflicts);
        return { revision, missed, conflicts };
      }
      const checked = writtenDraftSchema().safeParse(made.draft);
      if (!checked.success) {
        const [issue] = checked.error.issues;
        throw new TureenError("field-invalid", {
          field: pathText(issue?.path ?? []),
          detail: issue?.message ?? "",
        });
      }
      const before = new Set(photosOf(draft));
      const hashes = photosOf(checked.data).filter((hash) => !before.has(hash));
      await requirePhotos(tx, { restaurantId, hashes });
      await tx.query("update menu_drafts set revision = $2, draft = $3 where restaurant_id = $1", [
        restaurantId,
        revision + 1,
        JSON.stringify(checked.data),
      ]);
      await tx.query(
        `insert into menu_draft_edits (restaurant_id, revision, edits, by_user, at)
         values ($1, $2, $3, $4, $5)`,
        [restaurantId, revision + 1, JSON.stringify(edits), userId, now],
      );
      return { revision: revision + 1, missed, conflicts: [] };
    },
    { repeatable: true },
  );
}

function photosOf({ categories }: MenuDraft): string[] {
  return categories.flatMap(({ items }) =>
    items.flatMap(({ photo }) => (photo ? [photo.hash] : [])),
  );
}

function applied(draft: Parameters<typeof applyEdits>[0], edits: readonly DraftEdit[]) {
  try {
    return applyEdits(draft, edits);
  } catch (error) {
    if (!(error instanceof EditInvalid)) throw error;
    throw new TureenError("field-invalid", {
      field: `edits[${error.edit}]`,
      detail: error.message,
      cause: error,
    });
  }
}
