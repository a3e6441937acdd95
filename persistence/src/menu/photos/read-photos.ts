import type { KeptPhoto, PhotoFormat } from "@tureen/shared/menu/photo";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Queryable } from "../../platform/database.ts";
import { bytes, readRows } from "../../platform/rows.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";

const picture = z.object({ data: bytes });
const kept = z.object({
  hash: z.string(),
  width: z.int(),
  height: z.int(),
  placeholder: z.string(),
});

/** One picture of a restaurant's photo; null when it has none such. */
export async function readPicture(
  q: Queryable,
  wanted: {
    readonly restaurantId: string;
    readonly hash: string;
    readonly width: number;
    readonly format: PhotoFormat;
  },
): Promise<Buffer | null> {
  const { restaurantId, hash, width, format } = wanted;
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    picture,
    `select data from menu_photo_files
     where restaurant_id = $1 and hash = $2 and width = $3 and format = $4`,
    [restaurantId, hash, width, format],
  );
  return rows[0]?.data ?? null;
}

/** Throws "photo-unknown" unless a restaurant has all of these photos. */
export async function requirePhotos(
  q: Queryable,
  wanted: { readonly restaurantId: string; readonly hashes: readonly string[] },
): Promise<void> {
  const photos = await readPhotos(q, wanted);
  if (wanted.hashes.some((hash) => !photos.has(hash))) throw new TureenError("photo-unknown");
}

/** The photos that a restaurant has, or those of these hashes, by their hash. */
export async function readPhotos(
  q: Queryable,
  { restaurantId, hashes }: { readonly restaurantId: string; readonly hashes?: readonly string[] },
): Promise<ReadonlyMap<string, KeptPhoto>> {
  if (hashes?.length === 0) return new Map();
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    kept,
    `select hash, width, height, placeholder from menu_photos
     where restaurant_id = $1 and ($2::text[] is null or hash = any($2))`,
    [restaurantId, hashes ?? null],
  );
  return new Map(rows.map((row) => [row.hash, row]));
}
