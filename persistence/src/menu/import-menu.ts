import type { KeptField } from "@tureen/shared/menu/formats/raw-menu";
import type { MenuFile } from "@tureen/shared/menu/menu-file";
import { photoHashes } from "@tureen/shared/menu/photo";
import type { DayRule } from "@tureen/shared/platform/business-day";
import { TureenError } from "@tureen/shared/platform/errors";
import { parseMinor } from "@tureen/shared/platform/money";
import { z } from "zod";
import type { Transaction } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { setDays } from "../staff/business-days.ts";
import { countParts, type MenuChanges } from "./import/menu-changes.ts";
import { type KnownRow, planMenu } from "./import/plan-menu.ts";
import { type SuspiciousPrice, suspiciousPrices } from "./import/suspicious-prices.ts";
import { unknownTaxCategories } from "./import/unknown-tax.ts";
import { readPhotos } from "./photos/read-photos.ts";
import { lockMenu, publishVersion } from "./publish-version.ts";
import { readMenuVersion } from "./read-menu.ts";
import { readStations } from "./read-stations.ts";

const knownRow = z.object({
  kind: z.enum(["category", "item", "option", "value"]),
  id: z.string(),
  place: z.string(),
  externalId: z.string().nullable(),
  name: z.string(),
  code: z.string().nullable(),
  price: z.int().nullable(),
  marked: z.boolean(),
  archivedAt: z.int().nullable(),
});

/** What an import did. */
export interface ImportSummary extends DayRule {
  readonly currency: string;
  readonly version: number;
  /** False when the restaurant already had exactly this menu: no new version was published. */
  readonly changed: boolean;
  readonly categories: number;
  readonly items: number;
  readonly options: number;
  /** Dishes that the file has no price of: they are not for sale yet, and left out. */
  readonly unpriced: readonly string[];
  /** Dishes that were marked as notices. */
  readonly notices: number;
  /** What it did to the menu that there was. */
  readonly changes: MenuChanges;
  /** Dishes so expensive that they may be notices; empty when notices were named. */
  readonly suspicious: readonly SuspiciousPrice[];
  /** Dishes whose photo in the file is not one of the restaurant's. */
  readonly unknownPhotos: readonly string[];
  /** Names of stations in the file that the kitchen does not have. */
  readonly unknownStations: readonly string[];
  /** Tax categories that the restaurant's bills do not know. */
  readonly unknownTax: readonly string[];
}

/**
 * Replaces a restaurant's menu by the one of a checked file and publishes it as a new version. What
 * is recognised keeps its id, under another name and in another section too; what is missing is
 * archived. All or nothing: it runs in the caller's transaction. Throws "restaurant-unknown", and
 * "field-invalid" when the file's currency is not the restaurant's or `noticesAt` is not an amount
 * in it.
 */
export async function importMenu(
  tx: Transaction,
  input: {
    readonly restaurantId: string;
    readonly file: MenuFile;
    /** What the file's format cannot say. */
    readonly keeps?: readonly KeptField[];
    /** Dishes at this price ("9999.00") are notices: shown, but never to be ordered. */
    readonly noticesAt?: string;
    readonly now: Date;
  },
): Promise<ImportSummary> {
  const { restaurantId, keeps, noticesAt, now } = input;
  const { file, unpriced } = forSale(input.file);
  const restaurant = await lockMenu(tx, restaurantId);
  if (restaurant.currency !== file.currency) {
    throw new TureenError("field-invalid", {
      field: "currency",
      detail: `the restaurant's currency is ${restaurant.currency}, the file's is ${file.currency}`,
    });
  }
  const noticesAtMinor = noticesAt === undefined ? null : parseMinor(noticesAt, file.currency);
  if (noticesAt !== undefined && noticesAtMinor === null) {
    throw new TureenError("field-invalid", { field: "notices-at", detail: noticesAt });
  }

  const known = await readKnownRows(tx, restaurantId);
  const before = await readMenuVersion(tx, { restaurantId, version: restaurant.menuVersion });
  const hashes = photoHashes(file.categories);
  const photos = await readPhotos(tx, { restaurantId, hashes });
  const plan = planMenu({
    restaurantId,
    restaurantName: restaurant.name,
    courses: restaurant.courses,
    version: restaurant.menuVersion + 1,
    file,
    known,
    before,
    ...(keeps && { keeps }),
    photos,
    noticesAtMinor,
    stations: await readStations(tx, { restaurantId }),
  });
  const { menu, notices, unknownPhotos, unknownStations, changes } = plan;
  const { version, changed } = await publishVersion(tx, { ...plan, before, byUser: null, now });
  const days = await setDays(tx, restaurantId, {
    timezone: file.timezone,
    dayStartsAt: file.day_starts_at,
  });
  await tx.query("update restaurants set locale = $2 where id = $1", [restaurantId, file.locale]);

  return {
    version,
    currency: file.currency,
    ...days,
    changed,
    ...countParts(menu),
    unpriced,
    notices: notices.size,
    changes,
    suspicious: noticesAt === undefined ? suspiciousPrices(menu) : [],
    unknownPhotos,
    unknownStations,
    unknownTax: await unknownTaxCategories(tx, menu, now),
  };
}

/** The file without the dishes that have no price, and their names: a menu in force has what can be sold. */
function forSale(file: MenuFile): {
  readonly file: MenuFile;
  readonly unpriced: readonly string[];
} {
  const isPriced = ({ price }: { readonly price?: string | undefined }) => price !== undefined;
  const categories = file.categories
    .map((section) => ({ ...section, items: section.items.filter(isPriced) }))
    .filter(({ items }) => items.length > 0);
  const unpriced = file.categories.flatMap(({ items }) =>
    items.filter((item) => !isPriced(item)).map(({ name }) => name),
  );
  if (categories.length > 0) return { file: { ...file, categories }, unpriced };
  throw new TureenError("field-invalid", {
    field: "price",
    detail: "no dish of the file has a price",
  });
}

/** All rows of the restaurant's menu in its order; those in force before archived ones. */
export async function readKnownRows(tx: Transaction, restaurantId: string): Promise<KnownRow[]> {
  const rows = await readRows(
    tx,
    knownRow,
    `select kind, id, place, "externalId", name, code, price, marked,
       (extract(epoch from archived_at) * 1000)::bigint as "archivedAt"
     from (
       select 'category' as kind, id, restaurant_id as place, external_id as "externalId", name,
         null as code, null::bigint as price, false as marked, archived_at, position
         from menu_categories where restaurant_id = $1
       union all
       select 'item', id, category_id, external_id, name, code, price_minor,
         not is_available or stock is not null, archived_at, position
         from menu_items where restaurant_id = $1
       union all
       select 'option', id, item_id, external_id, name, null, null, false, archived_at, position
         from menu_item_options where restaurant_id = $1
       union all
       select 'value', id, option_id, external_id, name, null, price_delta_minor, not is_available,
         archived_at, position
         from menu_item_option_values where restaurant_id = $1
     ) known
     order by archived_at desc nulls first, position, id`,
    [restaurantId],
  );
  return rows;
}
