/** What is different between two drafts, in words. */
import type { DraftThing, MenuDraft } from "@tureen/shared/menu/draft/draft";
import { placesOf } from "@tureen/shared/menu/draft/draft";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import type { PriceBy } from "@tureen/shared/menu/menu";
import type { Timed } from "@tureen/shared/menu/timing/rules";
import { moneyChangeText, moneyText } from "../../platform/ui/Money.tsx";
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

/** Each edit between two drafts as a sentence, in the order of the edits. */
export function differences(
  before: MenuDraft,
  after: MenuDraft,
  edits: readonly DraftEdit[],
  currency: string,
): Difference[] {
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
  const money = (value: unknown, field: string) => {
    if (typeof value !== "number") return t("none");
    return field === "priceDelta" ? moneyChangeText(value, currency) : moneyText(value, currency);
  };
  const of = (id: string) => ({ dish: dishOf(id), about: pathOf(id).join(" › ") });
  return edits.map(describe);

  function describe(edit: DraftEdit): Difference {
    switch (edit.kind) {
      case "add": {
        const { price } = edit.thing as DraftThing & { readonly price?: number };
        const text =
          price === undefined ? t("diff.added") : `${t("diff.added")} · ${money(price, "price")}`;
        return { kind: "added", ...of(edit.thing.id), text };
      }
      case "remove":
        return { kind: "removed", ...of(edit.id), text: t("diff.removed") };
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

  /** Other choices that a field names, with what is added beside them; undefined where it names none. */
  function namesOf(field: string, value: unknown): string | undefined {
    if (!Array.isArray(value) || value.length === 0) return undefined;
    const nameOf = (id: string) => (now.get(id) ?? old.get(id))?.thing.name ?? "";
    if (field === "openedBy") return value.map(nameOf).join(", ");
    if (field !== "priceBy") return undefined;
    return (value as readonly PriceBy[])
      .map((by) => `${nameOf(by.value)} ${money(by.priceDelta, "priceDelta")}`)
      .join(", ");
  }

  function fieldText({ field, was, to }: Extract<DraftEdit, { kind: "set" }>): string {
    const name = fieldName(field);
    if (field === "price" || field === "priceDelta") {
      return t("diff.fromTo", { field: name, from: money(was, field), to: money(to, field) });
    }
    if (field === "served") {
      const when = (value: unknown) => servedText(value as Timed["served"] | undefined);
      return t("diff.fromTo", {
        field: name,
        from: when(was ?? undefined),
        to: when(to ?? undefined),
      });
    }
    if (field === "priceRules") {
      const rules = (value: unknown) =>
        ((value ?? []) as NonNullable<Timed["priceRules"]>)
          .map((rule) => ruleText(rule, currency))
          .join("; ") || t("none");
      return t("diff.fromTo", { field: name, from: rules(was), to: rules(to) });
    }
    const named = namesOf(field, was) ?? namesOf(field, to);
    if (named !== undefined) {
      const [from, into] = [namesOf(field, was) ?? t("none"), namesOf(field, to) ?? t("none")];
      return t("diff.fromTo", { field: name, from, to: into });
    }
    const plain = (value: unknown) =>
      typeof value === "string" || typeof value === "number" ? String(value) : undefined;
    const [from, into] = [plain(was), plain(to)];
    if (from !== undefined && into !== undefined && from.length + into.length < 120) {
      return t("diff.fromTo", { field: name, from, to: into });
    }
    const ofWords = [was, to].every(
      (value) => !Array.isArray(value) || value.every((each) => typeof each === "string"),
    );
    if (ofWords && (Array.isArray(was) || Array.isArray(to))) {
      const list = (value: unknown) =>
        Array.isArray(value) && value.length > 0 ? value.join(", ") : t("none");
      return t("diff.fromTo", { field: name, from: list(was), to: list(to) });
    }
    return t("diff.changed", { field: name });
  }
}

/** Fields that have a name of their own; a newer one is called by its own. */
const NAMED = [
  ...["name", "price", "priceDelta", "description", "code", "allergens", "additives"],
  ...["translations", "descriptionTranslations", "hidden", "notice", "min", "max", "tax", "photo"],
  ...["served", "priceRules", "stockPerDay"],
  ...["included", "openedBy", "priceBy", "defaultQuantity", "maxQuantity"],
  ...["diets", "badges", "spice", "minAge", "mayContain"],
  ...["kitchenName", "course", "prepMinutes"],
] as const;

/** What a field is called. */
export function fieldName(field: string): string {
  const known = (NAMED as readonly string[]).includes(field);
  return known ? editorMessages.t(`field.${field}` as never) : field;
}
