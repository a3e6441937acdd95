import type { DishFacts } from "@tureen/shared/menu/dish-facts";
import { uiMessages } from "../platform/ui/messages/messages.ts";

/**
 * What a dish says about itself, in words: why it stands out, whom it suits, how hot it is, from what age. In
 * the app's language, or that of some sentences.
 */
export function factWords(
  { badges = [], diets = [], spice, minAge }: DishFacts,
  t: typeof uiMessages.t = uiMessages.t,
): string[] {
  return [
    ...badges.map((badge) => t(`badge.${badge}`)),
    ...diets.map((diet) => t(`diet.${diet}`)),
    // A newer server may know more degrees.
    ...(spice === 1 || spice === 2 || spice === 3 ? [t(`spice.${spice}`)] : []),
    ...(minAge === undefined ? [] : [t("minAge", { age: minAge })]),
  ];
}
