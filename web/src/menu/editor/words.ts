/** What is different between two drafts, in words. */
import type { DraftThing, MenuDraft } from "@tureen/shared/menu/draft/draft";
import { placesOf } from "@tureen/shared/menu/draft/draft";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import type { MenuCourse, PriceBy } from "@tureen/shared/menu/menu";
import type { Station } from "@tureen/shared/menu/stations";
import type { Timed } from "@tureen/shared/menu/timing/rules";
import { moneyChangeText, moneyText } from "../../platform/ui/money-text.ts";
import { editorMessages } from "./messages/messages.ts";
import { ruleText, servedText } from "./timing/timing-words.ts";

/** A difference, as somebody reads it who decides about it. */
export interface Difference {
  readonly kind: "added" | "removed" | "moved" | "changed";
  /** The dish or section that it is about, if it is still there. */
  readonly dish: string | undefined;
  /** What it is about: "Mains › Pizza › Size". */
  readonly about: string;
  readonly text: string;
}

/** What values are told by. */
export interface Terms {
  readonly currency: string;
  readonly stations: readonly Station[];
  readonly courses: readonly MenuCourse[];
}

/** What single values are told by: also what the things are called that they name. */
export interface ValueTerms extends Terms {
  /** What a thing of the menu is called, or was while it was there. */
  readonly nameOf: (id: string) => string | undefined;
}

/** Each edit between two drafts as a sentence, in the order of the edits. */
export function differences(
  before: MenuDraft,
  after: MenuDraft,
  edits: readonly DraftEdit[],
  terms: Terms,
): Difference[] {
  const { currency } = terms;
  const { t } = editorMessages;
  const [old, now] = [placesOf(before), placesOf(after)];
  const pathOf = (id: string): string[] => {
    const place = now.get(id) ?? old.get(id);
    if (!place) return [];
    return [...(place.parent === null ? [] : pathOf(place.parent)), place.thing.name];
  };
  const dishOf = (id: string): string | undefined => {
    const place = now.get(id);
    if (!place || place.part === "category") return undefined;
    return place.part === "item" ? id : place.parent === null ? undefined : dishOf(place.parent);
  };
  const of = (id: string) => ({ dish: dishOf(id), about: pathOf(id).join(" › ") });
  return edits.map(describe);

  function describe(edit: DraftEdit): Difference {
    switch (edit.kind) {
      case "add": {
        const { price } = edit.thing as DraftThing & { readonly price?: number };
        const more = price === undefined ? dishesIn(edit.thing) : [moneyText(price, currency)];
        const text = [t("diff.added"), ...more].join(" · ");
        return { kind: "added", ...of(edit.thing.id), text };
      }
      case "remove":
        return {
          ...{ kind: "removed", ...of(edit.id) },
          text: [t("diff.removed"), ...dishesIn(edit.was)].join(" · "),
        };
      case "move": {
        const from = old.get(edit.id)?.parent ?? null;
        const left = from !== null && from !== edit.in ? old.get(from)?.thing.name : undefined;
        const text = left === undefined ? t("diff.moved") : t("diff.movedFrom", { from: left });
        return { kind: "moved", ...of(edit.id), text };
      }
      case "set":
        return { kind: "changed", ...of(edit.id), text: fieldText(edit) };
    }
  }

  function nameOf(id: string): string | undefined {
    return (now.get(id) ?? old.get(id))?.thing.name;
  }

  /** How many dishes come or go with a section. */
  function dishesIn(thing: object): string[] {
    const { items } = thing as { readonly items?: readonly unknown[] };
    return items ? [t("dishCount", { count: items.length })] : [];
  }

  function fieldText({ field, was, to }: Extract<DraftEdit, { kind: "set" }>): string {
    const name = fieldName(field);
    const text = (value: unknown) => valueText(field, value, { ...terms, nameOf });
    const [from, into] = [text(was), text(to)];
    return from !== undefined && into !== undefined && from.length + into.length < MAX_SHOWN
      ? t("diff.fromTo", { field: name, from, to: into })
      : t("diff.changed", { field: name });
  }
}

/** Letters of an old and a new value that are still a sentence; of longer ones only the field is named. */
const MAX_SHOWN = 240;

/** What stands in a field, in words; undefined for what has none, such as a photo. Ids are told by what they name. */
export function valueText(field: string, value: unknown, terms: ValueTerms): string | undefined {
  const { t } = editorMessages;
  const { currency, nameOf } = terms;
  if (field === "served") return servedText((value ?? undefined) as Timed["served"] | undefined);
  if (value === null || value === undefined) return t("none");
  if (field === "course" && typeof value === "number") return courseText(value, terms.courses);
  if (typeof value === "number") return numberText(field, value, currency);
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return undefined;
  if (value.length === 0) return t("none");
  const choice = (id: string) => nameOf(id) ?? t("openedByGone");
  if (field === "openedBy") return (value as readonly string[]).map(choice).join(", ");
  if (field === "priceBy") {
    return (value as readonly PriceBy[])
      .map((by) => `${choice(by.value)} ${moneyChangeText(by.priceDelta, currency)}`)
      .join(", ");
  }
  if (field === "priceRules") {
    const rules = value as NonNullable<Timed["priceRules"]>;
    return rules.map((rule) => ruleText(rule, currency)).join("; ");
  }
  if (value.some((each) => typeof each !== "string")) return undefined;
  return field === "stations" ? stationNames(value, terms.stations) : value.join(", ");
}

function numberText(field: string, value: number, currency: string): string {
  if (field === "price") return moneyText(value, currency);
  return field === "priceDelta" ? moneyChangeText(value, currency) : String(value);
}

/** A course by name; one that there is not by its number. */
export function courseText(number: number, courses: readonly MenuCourse[]): string {
  return courses[number - 1]?.name ?? String(number);
}

/** Stations by name, those that are gone as such. */
export function stationNames(ids: readonly string[], stations: readonly Station[]): string {
  const nameOf = (id: string) =>
    stations.find((station) => station.id === id)?.name ?? editorMessages.t("stationGone");
  return ids.map(nameOf).join(", ");
}

/** Fields that have a name of their own; a newer one is called by its own. */
const NAMED = [
  ...["name", "price", "priceDelta", "description", "code", "allergens", "additives"],
  ...["translations", "descriptionTranslations", "hidden", "notice", "min", "max", "tax", "photo"],
  ...["served", "priceRules", "stockPerDay"],
  ...["included", "openedBy", "priceBy", "defaultQuantity", "maxQuantity"],
  ...["diets", "badges", "spice", "minAge", "mayContain"],
  ...["kitchenName", "course", "prepMinutes", "stations"],
] as const;

/** What a field is called. */
export function fieldName(field: string): string {
  const known = (NAMED as readonly string[]).includes(field);
  return known ? editorMessages.t(`field.${field}` as never) : field;
}
