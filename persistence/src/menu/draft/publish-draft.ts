import { type MenuDraft, outcomeOf } from "@tureen/shared/menu/draft/draft";
import { draftSchema } from "@tureen/shared/menu/draft/draft-schema";
import { isBlocking, reviewDraft } from "@tureen/shared/menu/draft/review";
import type { Menu } from "@tureen/shared/menu/menu";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../../platform/database.ts";
import { recordActivity } from "../../platform/record-activity.ts";
import { readRows } from "../../platform/rows.ts";
import { type LockedMenu, lockMenu, publishVersion } from "../publish-version.ts";
import { readMenuVersion } from "../read-menu.ts";
import { lockDraft } from "./lock-draft.ts";

/** How long it is kept who wrote what into a draft, ms. */
const EDITS_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

interface Publication {
  readonly restaurantId: string;
  /** The draft's revision that its writer has looked at. */
  readonly revision: number;
  /** The version in force that its writer has compared it with. */
  readonly against: number;
  readonly by: Actor & { readonly id: string };
  readonly now: Date;
}

/**
 * Publishes the draft as the menu in force, at once. Throws "draft-changed" when the draft or the menu
 * in force is not the one that was looked at, and "menu-unpublishable" for one without a dish to order or
 * with a choice that nobody can make.
 */
export async function publishDraft(
  database: Database,
  input: Publication,
): Promise<{ readonly version: number; readonly changed: boolean }> {
  const { restaurantId, by, now } = input;
  return await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const restaurant = await lockMenu(tx, restaurantId);
      const { draft, revision, inForce } = await lockSeen(tx, input);
      const about = { restaurantId, restaurant, byUser: by.id, now };
      const published = await publish(tx, { ...about, draft });
      await tx.query(
        `update menu_drafts set base_version = $2, base_revision = $3 where restaurant_id = $1`,
        [restaurantId, published.version, revision],
      );
      await tx.query("delete from menu_draft_edits where restaurant_id = $1 and at < $2", [
        restaurantId,
        new Date(now.getTime() - EDITS_KEPT_MS),
      ]);
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, by, now },
        action: "menu.publish",
        details: { version: published.version, before: inForce },
      });
      return published;
    },
    { repeatable: true },
  );
}

/**
 * Plans to publish the draft as it is now at a later moment; whatever is written after that waits for
 * the next time. A plan that there was is replaced. Throws as publishDraft does, and "field-invalid" for
 * a moment that has passed.
 */
export async function planPublication(
  database: Database,
  input: Publication & { readonly at: Date },
): Promise<void> {
  const { restaurantId, by, now, at } = input;
  if (at <= now) throw new TureenError("field-invalid", { field: "at", detail: "has passed" });
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const { draft } = await lockSeen(tx, input);
      requirePublishable(draft);
      await tx.query(
        `update menu_drafts set planned = draft, planned_for = $2, planned_by = $3
         where restaurant_id = $1`,
        [restaurantId, at, by.id],
      );
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, by, now },
        action: "menu.plan",
        details: { at: at.getTime() },
      });
    },
    { repeatable: true },
  );
}

/** Calls a planned publication off; nothing happens when none is planned. */
export async function cancelPublication(
  database: Database,
  input: { readonly restaurantId: string; readonly by: Actor; readonly now: Date },
): Promise<void> {
  const { restaurantId, by, now } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const { rowCount } = await tx.query(
        `update menu_drafts set planned = null, planned_for = null, planned_by = null
         where restaurant_id = $1 and planned is not null`,
        [restaurantId],
      );
      if (rowCount === 0) return;
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, by, now },
        action: "menu.unplan",
      });
    },
    { repeatable: true },
  );
}

const plannedRow = z.object({ planned: draftSchema(), plannedBy: z.string() });

/** Publishes what was planned for a moment that has come; null when there is nothing of that kind. */
export async function publishPlanned(
  database: Database,
  { restaurantId, now }: { readonly restaurantId: string; readonly now: Date },
): Promise<{ readonly version: number } | null> {
  return await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const restaurant = await lockMenu(tx, restaurantId);
      const [row] = await readRows(
        tx,
        plannedRow,
        `select planned, planned_by as "plannedBy" from menu_drafts
         where restaurant_id = $1 and planned_for <= $2`,
        [restaurantId, now],
      );
      if (!row) return null;
      const { version } = await publish(tx, {
        ...{ restaurantId, restaurant, draft: row.planned, byUser: row.plannedBy, now },
      });
      // The draft is clean again only if nobody has written into it since.
      await tx.query(
        `update menu_drafts set base_version = $2, planned = null, planned_for = null,
           planned_by = null, base_revision = case when draft = planned then revision
             else base_revision end
         where restaurant_id = $1`,
        [restaurantId, version],
      );
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, now },
        by: { kind: "staff", id: row.plannedBy, role: "manager" },
        action: "menu.publish",
        details: { version, planned: true },
      });
      return { version };
    },
    { repeatable: true },
  );
}

/** The draft that its writer has looked at, locked. */
async function lockSeen(
  tx: Transaction,
  { restaurantId, revision, against }: Pick<Publication, "restaurantId" | "revision" | "against">,
) {
  const locked = await lockDraft(tx, restaurantId);
  if (locked.revision !== revision) throw new TureenError("draft-changed", { field: "revision" });
  if (locked.inForce !== against) throw new TureenError("draft-changed", { field: "against" });
  return locked;
}

async function publish(
  tx: Transaction,
  input: {
    readonly restaurantId: string;
    /** As `lockMenu` gave it. */
    readonly restaurant: LockedMenu;
    readonly draft: MenuDraft;
    readonly byUser: string;
    readonly now: Date;
  },
) {
  const { restaurantId, restaurant, draft, byUser, now } = input;
  const { categories, notices, externalIds } = requirePublishable(draft);
  const { menuVersion, ...about } = restaurant;
  const before = await readMenuVersion(tx, { restaurantId, version: menuVersion });
  const menu: Menu = {
    ...{ restaurantId, version: menuVersion + 1, ...about },
    categories,
  };
  return await publishVersion(tx, { menu, notices, externalIds, before, byUser, now });
}

function requirePublishable(draft: MenuDraft) {
  const impossible = reviewDraft(draft).find(isBlocking);
  if (impossible) throw new TureenError("menu-unpublishable", { field: impossible.id });
  const outcome = outcomeOf(draft);
  if (outcome.categories.length === 0) throw new TureenError("menu-unpublishable");
  return outcome;
}
