/** What a dish says to those who cook it; free of zod, for pages. */

/** Letters that a ticket's line has room for. */
export const MAX_KITCHEN_NAME = 40;
/** Courses that a meal can have. */
export const MAX_COURSE = 9;
/** Nothing that is ordered at a table takes longer, minutes. */
export const MAX_PREP_MINUTES = 240;
/** Stations that a kitchen has room for. */
export const MAX_STATIONS = 30;

/** What is made at stations of the kitchen: a dish, or all dishes of a section. */
export interface Routed {
  /** Ids of stations; a dish's own count before its section's. Left out of both: the default station. */
  readonly stations?: readonly string[];
}

/** What is of a course of the meal (courses.ts): a dish, or all dishes of a section. */
export interface OfCourse {
  /**
   * 1 comes first; a dish's own counts before its section's. Left out of both for what belongs to no
   * course, such as drinks.
   */
  readonly course?: number;
}

export interface KitchenFacts extends Routed, OfCourse {
  /** What the kitchen calls it; left out: by its name. Guests read the name. */
  readonly kitchenName?: string;
  /** How long it takes to make. */
  readonly prepMinutes?: number;
}
