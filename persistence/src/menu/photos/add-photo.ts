import type { KeptPhoto } from "@tureen/shared/menu/photo";
import { TureenError } from "@tureen/shared/platform/errors";
import { MAX_PHOTOS } from "@tureen/shared/platform/limits";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../../platform/database.ts";
import { recordActivity } from "../../platform/record-activity.ts";
import { readRows } from "../../platform/rows.ts";
import { holdDraft } from "../draft/lock-draft.ts";
import { type EncodedPhoto, photoHash } from "./encoded-photo.ts";

const count = z.object({ photos: z.int() });

/**
 * Keeps a photo of a restaurant. One that it has already is only noted as uploaded now, since an unused
 * one is kept for some days from then. Throws "photos-full" and "restaurant-unknown".
 */
export function addPhoto(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly photo: EncodedPhoto;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<KeptPhoto> {
  const { restaurantId, photo, by, now } = input;
  return inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const kept = await keepPhoto(tx, { restaurantId, photo, now });
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, by, action: "menu.photo" },
        ...{ details: { hash: kept.hash }, now },
      });
      return kept;
    },
    { repeatable: true },
  );
}

/** The same in the caller's transaction, and without a record of who did it. */
export async function keepPhoto(
  tx: Transaction,
  input: { readonly restaurantId: string; readonly photo: EncodedPhoto; readonly now: Date },
): Promise<KeptPhoto> {
  const { restaurantId, photo, now } = input;
  const { width, height, placeholder, pictures } = photo;
  const hash = photoHash(restaurantId, photo);
  // One upload of a restaurant at a time, so that the count holds and none is removed meanwhile.
  await holdDraft(tx, restaurantId);
  const { rowCount: known } = await tx.query(
    "update menu_photos set at = $3 where restaurant_id = $1 and hash = $2",
    [restaurantId, hash, now],
  );
  if (known === 1) return { hash, width, height, placeholder };
  const rows = await readRows(
    tx,
    count,
    "select count(*)::int as photos from menu_photos where restaurant_id = $1",
    [restaurantId],
  );
  if ((rows[0]?.photos ?? 0) >= MAX_PHOTOS) throw new TureenError("photos-full");
  await tx.query(
    `insert into menu_photos (restaurant_id, hash, width, height, placeholder, at)
     values ($1, $2, $3, $4, $5, $6)`,
    [restaurantId, hash, width, height, placeholder, now],
  );
  for (const picture of pictures) {
    await tx.query(
      `insert into menu_photo_files (restaurant_id, hash, width, format, data)
       values ($1, $2, $3, $4, $5)`,
      [restaurantId, hash, picture.width, picture.format, Buffer.from(picture.data)],
    );
  }
  return { hash, width, height, placeholder };
}
