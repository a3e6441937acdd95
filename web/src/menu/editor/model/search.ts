import type { DraftDish, DraftSection } from "@tureen/shared/menu/draft/draft";
import { foldText } from "@tureen/shared/menu/search/fold";

/** A dish with the section that it is in. */
export interface FoundDish {
  readonly dish: DraftDish;
  readonly section: DraftSection;
}

/** Dishes whose name, code, translations or description hold every word that was typed. */
export function findDishes(sections: readonly DraftSection[], typed: string): FoundDish[] {
  const words = foldText(typed);
  if (words.length === 0) return [];
  return sections.flatMap((section) =>
    section.items
      .filter((dish) => {
        const { name, code = "", description = "", translations = {} } = dish;
        const all = [name, code, description, ...Object.values(translations)].join(" ");
        const text = foldText(all).join(" ");
        return words.every((word) => text.includes(word));
      })
      .map((dish) => ({ dish, section })),
  );
}
