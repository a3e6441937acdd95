import { diffDrafts } from "@tureen/shared/menu/draft/diff";
import { TureenError } from "@tureen/shared/platform/errors";
import { type Database, inRestaurant } from "../../platform/database.ts";
import { lockMenu } from "../publish-version.ts";
import { draftInForce, lockDraft } from "./lock-draft.ts";

/**
 * Makes the draft equal to the menu in force again, as the last edits of whoever asks: others see what
 * happened to theirs. What is hidden or not for sale yet goes too. Returns the new revision. Throws
 * "draft-changed" when somebody has written into it since it was looked at.
 */
export async function discardDraft(
  database: Database,
  input: {
    readonly restaurantId: string;
    /** The revision that its writer has looked at. */
    readonly revision: number;
    readonly userId: string;
    readonly now: Date;
  },
): Promise<{ readonly revision: number }> {
  const { restaurantId, userId, now } = input;
  return await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const { menuVersion: inForce } = await lockMenu(tx, restaurantId);
      const { draft, revision } = await lockDraft(tx, restaurantId);
      if (revision !== input.revision)
        throw new TureenError("draft-changed", { field: "revision" });
      const wanted = await draftInForce(tx, restaurantId, inForce);
      const edits = diffDrafts(draft, wanted);
      const next = edits.length === 0 ? revision : revision + 1;
      await tx.query(
        `update menu_drafts set revision = $2, base_revision = $2, base_version = $3, draft = $4
         where restaurant_id = $1`,
        [restaurantId, next, inForce, JSON.stringify(wanted)],
      );
      if (next > revision) {
        await tx.query(
          `insert into menu_draft_edits (restaurant_id, revision, edits, by_user, at)
           values ($1, $2, $3, $4, $5)`,
          [restaurantId, next, JSON.stringify(edits), userId, now],
        );
      }
      return { revision: next };
    },
    { repeatable: true },
  );
}
