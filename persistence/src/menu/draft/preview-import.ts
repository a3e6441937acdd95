import { diffDrafts } from "@tureen/shared/menu/draft/diff";
import {
  type DraftDish,
  type DraftSection,
  type DraftThing,
  type MenuDraft,
  placesOf,
} from "@tureen/shared/menu/draft/draft";
import type { StoredEdit } from "@tureen/shared/menu/draft/draft-schema";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import type { MenuFormat } from "@tureen/shared/menu/formats/detect-format";
import type { SheetText } from "@tureen/shared/menu/formats/read-csv";
import { type BringOptions, bringMenu } from "@tureen/shared/menu/formats/read-menu";
import type { ImportNote } from "@tureen/shared/menu/formats/report";
import type { FoundColumn } from "@tureen/shared/menu/formats/table-columns";
import type { KeptPhoto } from "@tureen/shared/menu/photo";
import type { Station } from "@tureen/shared/menu/stations";
import type { MenuChanges } from "../import/menu-changes.ts";
import { type KnownRow, type PlannedMenu, planMenu } from "../import/plan-menu.ts";

/** What a restaurant has, which a file is compared with; plain JSON, so that another process can do it. */
export interface ImportGround {
  readonly restaurantId: string;
  readonly restaurant: {
    readonly name: string;
    readonly currency: string;
    readonly locale: string;
  };
  readonly draft: MenuDraft;
  /** The draft's. */
  readonly revision: number;
  /** The rows of its menu, archived ones included. */
  readonly rows: readonly KnownRow[];
  readonly photos: readonly KeptPhoto[];
  /** Of its kitchen. */
  readonly stations: readonly Station[];
}

/** A file, and how it is to be read. */
export interface ImportFile {
  readonly fileName: string;
  /** What the file says, or the sheets of a spreadsheet. */
  readonly source: string | readonly SheetText[];
  readonly options?: BringOptions;
}

/** What a file would make of the draft. */
export interface ImportPreview {
  readonly format: MenuFormat | null;
  /** The draft's revision that the edits are for. */
  readonly revision: number;
  /** To send as they are; empty where the file has faults, or says what the draft does already. */
  readonly edits: StoredEdit[];
  /** What there is to tell about the file, faults first. */
  readonly notes: ImportNote[];
  /** What is recognised, renamed, moved, added and dropped; null where the file has faults. */
  readonly changes: MenuChanges | null;
  /** Of a table: what its columns are taken for. */
  readonly columns?: readonly FoundColumn[];
}

/**
 * Reads a menu in any known format and says by what edits the draft becomes it. What is recognised keeps
 * its id, and what the file cannot speak of stays: what is hidden, notices, dishes that are not for sale
 * yet. Pure but for new ids, and long work with a long file.
 */
export function previewImport(ground: ImportGround, brought: ImportFile): ImportPreview {
  const { restaurantId, restaurant, draft, revision, rows } = ground;
  const { fileName, source, options = {} } = brought;
  const { file, format, keeps, notes, columns } = bringMenu(source, {
    ...{ fileName, restaurant, options },
  });
  const told = columns && { columns };
  const refused = { format, revision, edits: [], changes: null, ...told };
  if (!file) return { ...refused, notes: [...notes] };
  if (file.currency !== restaurant.currency) {
    const params = { file: file.currency, own: restaurant.currency };
    const fault = { kind: "fault", path: "currency", code: "currency-other", params } as const;
    return { ...refused, notes: [fault, ...notes] };
  }
  const plan = planMenu({
    ...{ restaurantId, restaurantName: restaurant.name, version: 0, file, keeps },
    known: knownOf(restaurantId, draft, rows),
    before: draft,
    photos: new Map(ground.photos.map((photo) => [photo.hash, photo])),
    ...{ noticesAtMinor: null, stations: ground.stations },
  });
  const lostPhotos = plan.unknownPhotos.map(
    (dish): ImportNote => ({
      kind: "not-kept",
      path: `"${dish}"`,
      code: "photo-foreign",
    }),
  );
  const lostStations = plan.unknownStations.map(
    (name): ImportNote => ({
      kind: "not-kept",
      path: `stations: "${name}"`,
      code: "station-unknown",
    }),
  );
  const edits = editsToBring(draft, plan) as StoredEdit[];
  const { changes } = plan;
  const lost = [...lostPhotos, ...lostStations];
  return { format, revision, edits, notes: [...notes, ...lost], changes, ...told };
}

/** What a file's things may be recognised as: what is in the draft, and before that what was on the menu. */
export function knownOf(
  restaurantId: string,
  draft: MenuDraft,
  rows: readonly KnownRow[],
): KnownRow[] {
  const places = placesOf(draft);
  const marked = new Set(rows.filter((row) => row.marked).map(({ id }) => id));
  const written = [...places].map(([id, { part, thing, parent }]): KnownRow => {
    const { externalId, name, code, price, priceDelta } = thing as DraftDish & {
      readonly priceDelta?: number;
    };
    return {
      ...{ kind: part, id, place: parent ?? restaurantId, name, archivedAt: null },
      ...{ externalId: externalId ?? null, code: code ?? null, price: price ?? priceDelta ?? null },
      marked: marked.has(id),
    };
  });
  const gone = rows
    .filter(({ id }) => !places.has(id))
    // What was taken out of the draft went last.
    .map((row) => ({ ...row, archivedAt: row.archivedAt ?? Number.MAX_SAFE_INTEGER }));
  return [...written, ...gone];
}

/** The edits that make a plan of the draft, but for what no file speaks of. */
export function editsToBring(
  draft: MenuDraft,
  { categories, externalIds }: Pick<PlannedMenu, "categories" | "externalIds">,
): DraftEdit[] {
  const places = placesOf(draft);
  const whole = <T extends { readonly id: string }>(thing: T): T => {
    const { hidden, notice, externalId } = (places.get(thing.id)?.thing ??
      {}) as Partial<DraftDish>;
    const named = externalIds.get(thing.id) ?? externalId;
    return {
      ...thing,
      ...(hidden && { hidden }),
      ...(notice && { notice }),
      ...(named !== undefined && { externalId: named }),
    };
  };
  const after = {
    categories: categories.map(
      (category): DraftSection => ({
        ...whole(category),
        items: category.items.map((item) => ({
          ...whole(item),
          options: item.options.map((option) => ({
            ...whole(option),
            values: option.values.map(whole),
          })),
        })),
      }),
    ),
  };
  return diffDrafts(draft, after).filter(
    (edit) => edit.kind !== "remove" || !isUnspoken(places.get(edit.id)?.thing),
  );
}

/** What no export has, and no file can mean to take away: what guests do not get. */
function isUnspoken(thing: DraftThing | undefined): boolean {
  if (!thing) return false;
  if ("hidden" in thing && thing.hidden) return true;
  if ("items" in thing) return thing.items.every(isUnspoken);
  if ("options" in thing) return thing.price === undefined;
  return "values" in thing && thing.values.length === 0;
}
