/** What a dish says about itself beside its allergens; free of zod, for pages. */

/** Diets that a dish suits, as its restaurant says. */
export const DIETS = [
  "vegan",
  "vegetarian",
  "gluten-free",
  "lactose-free",
  "halal",
  "kosher",
] as const;
export type Diet = (typeof DIETS)[number];

/** Why a dish stands out. */
export const BADGES = ["specialty", "new"] as const;
export type DishBadge = (typeof BADGES)[number];

/** The hottest that a dish can be; 1 is mild. */
export const MAX_SPICE = 3;

export interface DishFacts {
  readonly diets?: readonly Diet[];
  /** 1 to MAX_SPICE; left out for what is not hot. */
  readonly spice?: number;
  readonly badges?: readonly DishBadge[];
  /** Years; only guests of this age may have it, as staff make sure. */
  readonly minAge?: number;
  /** Allergens that may get into it, such as traces; those that are in it are its allergens. */
  readonly mayContain?: readonly string[];
}

/** What vegans eat, vegetarians do too. */
export function suits({ diets = [] }: DishFacts, diet: Diet): boolean {
  return diets.includes(diet) || (diet === "vegetarian" && diets.includes("vegan"));
}
