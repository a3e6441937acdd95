import type { Menu, MenuItem } from "@tureen/shared/menu/menu";
import { KNOWN_ALLERGENS } from "../allergen-name.ts";

/** What stands behind a dish on paper, and is explained at the end. */
export interface Signs {
  /** Allergens in their order, as "1", "2" and so on. */
  readonly allergens: ReadonlyMap<string, string>;
  /** Additives, as "a", "b" and so on. */
  readonly additives: ReadonlyMap<string, string>;
  /** Whether nothing is known of some dish. */
  readonly someUnknown: boolean;
  /** Whether something may get into some dish. */
  readonly someTraces: boolean;
}

/** Gives each allergen and additive of a menu a sign: the fourteen in their usual order, then others. */
export function signsOf({ categories }: Menu): Signs {
  const items = categories.flatMap((category) => category.items);
  const found = new Set(
    items.flatMap((item) =>
      [...allergensOf(item), ...mayContain(item)].map((each) => each.toLowerCase()),
    ),
  );
  const known = KNOWN_ALLERGENS.filter((each) => found.has(each));
  const others = [...found].filter((each) => !known.some((name) => name === each)).sort();
  const additives = [...new Set(items.flatMap((item) => item.additives))].sort();
  return {
    allergens: new Map([...known, ...others].map((each, at) => [each, String(at + 1)])),
    additives: new Map(additives.map((each, at) => [each, letter(at)])),
    someTraces: items.some((item) => mayContain(item).length > 0),
    someUnknown: items.some((item) => allergensOf(item).length === 0),
  };
}

/** A dish's signs: "1, 3, b", and in brackets what may get into it: "1, (4)". */
export function signsBehind(item: MenuItem, { allergens, additives }: Signs): string {
  const own = new Set(allergensOf(item).map((each) => each.toLowerCase()));
  const traces = mayContain(item).filter((each) => !own.has(each.toLowerCase()));
  const signs = (names: Iterable<string>) =>
    [...allergens].flatMap(([name, sign]) =>
      [...names].some((each) => each.toLowerCase() === name) ? [sign] : [],
    );
  return [
    ...signs(own),
    ...signs(traces).map((sign) => `(${sign})`),
    ...item.additives.flatMap((each) => additives.get(each) ?? []),
  ].join(", ");
}

/** What a dish contains, whatever is chosen with it. */
function allergensOf(item: MenuItem): string[] {
  const chosen = item.options.flatMap(({ values }) =>
    values.flatMap((value) => value.allergens ?? []),
  );
  return [...item.allergens, ...chosen];
}

function mayContain(item: MenuItem): readonly string[] {
  return item.mayContain ?? [];
}

/** "a" to "z", then "aa". */
function letter(at: number): string {
  const last = String.fromCharCode(97 + (at % 26));
  return at < 26 ? last : letter(Math.floor(at / 26) - 1) + last;
}
