import type { DishPhoto } from "@tureen/shared/menu/photo";
import { addMenuVersion } from "../menu/add-menu-version.ts";
import type { EncodedPhoto } from "../menu/photos/encoded-photo.ts";
import { readMenu } from "../menu/read-menu.ts";
import { type Database, inRestaurant } from "../platform/database.ts";

/** A photo of one grey pixel, as far as the database is concerned. */
export const PLAIN_PHOTO: EncodedPhoto = {
  width: 1,
  height: 1,
  placeholder: "gICA".repeat(12),
  pictures: [
    { width: 1, format: "avif", data: Buffer.from("an AVIF") },
    { width: 1, format: "webp", data: Buffer.from("a WebP") },
  ],
};

/** Publishes the menu in force anew, with a photo of its first dish; null: without one. */
export async function publishWithPhoto(
  database: Database,
  input: { readonly restaurantId: string; readonly photo: DishPhoto | null; readonly now: Date },
): Promise<number> {
  const { restaurantId, photo, now } = input;
  return inRestaurant(database, restaurantId, async (tx) => {
    const { menu } = await readMenu(tx, { restaurantId });
    const [first, ...others] = menu.categories;
    const [dish, ...dishes] = first?.items ?? [];
    if (!first || !dish) throw new Error("the menu has no dish");
    const { photo: _, ...bare } = dish;
    const version = menu.version + 1;
    const shown = photo ? { ...bare, photo } : bare;
    const categories = [{ ...first, items: [shown, ...dishes] }, ...others];
    await addMenuVersion(tx, { ...menu, version, categories }, { byUser: null, now });
    await tx.query("update restaurants set menu_version = $2 where id = $1", [
      ...[restaurantId, version],
    ]);
    tx.tell({ kind: "menu", restaurantId, version });
    return version;
  });
}
