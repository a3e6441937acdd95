import type { Menu } from "@tureen/shared/menu/menu";
import { photoHashes } from "@tureen/shared/menu/photo";
import type { Transaction } from "../platform/database.ts";

/**
 * Adds a version of a menu; the only way to one in service. From now on the photos that it shows are
 * kept, since every version can be looked at for as long as there is one. The restaurant's row has to be
 * locked, and the photos its own.
 */
export async function addMenuVersion(
  tx: Transaction,
  menu: Menu,
  { byUser, now }: { readonly byUser: string | null; readonly now: Date },
): Promise<void> {
  const { restaurantId, version } = menu;
  await tx.query(
    `insert into menu_versions (restaurant_id, version, menu, at, by_user)
     values ($1, $2, $3, $4, $5)`,
    [restaurantId, version, JSON.stringify(menu), now, byUser],
  );
  const hashes = photoHashes(menu.categories);
  if (hashes.length === 0) return;
  await tx.query(
    `insert into menu_photo_uses (restaurant_id, hash)
     select distinct k.restaurant_id, hash
     from restaurant_counters k, unnest($2::text[]) as shown (hash)
     where k.restaurant_id = $1
     on conflict (restaurant_id, hash) do nothing`,
    [restaurantId, hashes],
  );
}
