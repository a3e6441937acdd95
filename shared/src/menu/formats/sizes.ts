import { decimalOf, parseMinor } from "../../platform/money.ts";
import type { RawDish } from "./raw-menu.ts";

/** What the group and its sizes are called where a file only has prices, by language. */
const WORDS: Readonly<Record<string, { group: string; sizes: readonly string[] }>> = {
  en: { group: "Size", sizes: ["Small", "Medium", "Large"] },
  de: { group: "Größe", sizes: ["Klein", "Mittel", "Groß"] },
  fr: { group: "Taille", sizes: ["Petit", "Moyen", "Grand"] },
  es: { group: "Tamaño", sizes: ["Pequeño", "Mediano", "Grande"] },
  it: { group: "Formato", sizes: ["Piccolo", "Medio", "Grande"] },
};

/** One size: its own price, as a decimal of the currency. */
export interface Size {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly price: string;
}

/** A dish in sizes: its price is that of the cheapest, and a group of options says what others add. */
export function sizesOf(
  sizes: readonly Size[],
  {
    currency,
    locale,
    id,
    group,
  }: { currency: string; locale: string; id?: string; group?: string },
): Pick<RawDish, "price" | "options"> {
  const minors = sizes.map(({ price }) => parseMinor(price, currency) ?? 0);
  const base = Math.min(...minors);
  const words = WORDS[locale.split("-")[0] ?? ""] ?? WORDS.en;
  const names = words?.sizes ?? [];
  // Of two sizes, none is medium.
  const named = sizes.length === 2 ? [names[0], names[2]] : sizes.length === 3 ? names : [];
  const option = {
    ...(id !== undefined && { id }),
    name: group ?? words?.group ?? "Size",
    min: 1,
    max: 1,
    values: sizes.map((size, at) => ({
      ...(size.id !== undefined && { id: size.id }),
      name: size.name ?? named[at] ?? `${at + 1}`,
      price_delta: decimalOf((minors[at] ?? 0) - base, currency),
    })),
  };
  return { price: decimalOf(base, currency), options: [option] };
}
