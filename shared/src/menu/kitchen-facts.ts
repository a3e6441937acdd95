/** What a dish says to those who cook it; free of zod, for pages. */

/** Letters that a ticket's line has room for. */
export const MAX_KITCHEN_NAME = 40;
/** Courses that a meal can have. */
export const MAX_COURSE = 9;
/** Nothing that is ordered at a table takes longer, minutes. */
export const MAX_PREP_MINUTES = 240;

export interface KitchenFacts {
  /** What the kitchen calls it; left out: by its name. Guests read the name. */
  readonly kitchenName?: string;
  /** 1 comes first; left out for what belongs to no course, such as drinks. */
  readonly course?: number;
  /** How long it takes to make. */
  readonly prepMinutes?: number;
}
