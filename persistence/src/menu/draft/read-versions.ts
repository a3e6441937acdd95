import { draftOf } from "@tureen/shared/menu/draft/draft";
import type { StoredDraft } from "@tureen/shared/menu/draft/draft-schema";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Queryable } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";
import { readMenuVersion } from "../read-menu.ts";

const versionRow = z.object({
  version: z.int(),
  at: z.int(),
  name: z.string().nullable(),
  dishes: z.int(),
});

/** A menu that was published. */
export interface PublishedVersion {
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Who published it, while the name is kept; null also for an import by command. */
  readonly name: string | null;
  readonly dishes: number;
}

/** The published versions, newest first, at most `limit`, below version `before` if given. */
export async function readVersions(
  q: Queryable,
  input: {
    readonly restaurantId: string;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<PublishedVersion[]> {
  return await readRows(
    ofRestaurant(q, input.restaurantId),
    versionRow,
    `select v.version, floor(extract(epoch from v.at) * 1000)::bigint as at,
       u.display_name as name,
       jsonb_array_length(jsonb_path_query_array(v.menu, '$.categories[*].items[*]')) as dishes
     from menu_versions v
       left join users u on u.restaurant_id = v.restaurant_id and u.id = v.by_user
     where v.restaurant_id = $1 and ($2::int is null or v.version < $2)
     order by v.version desc limit $3`,
    [input.restaurantId, input.before ?? null, input.limit],
  );
}

/** A published version as a draft, to be looked at or brought back. Throws "version-unknown". */
export async function readVersionAsDraft(
  q: Queryable,
  place: { readonly restaurantId: string; readonly version: number },
): Promise<StoredDraft> {
  const menu = await readMenuVersion(q, place);
  if (!menu) throw new TureenError("version-unknown");
  return draftOf(menu) as StoredDraft;
}
