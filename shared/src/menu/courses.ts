/** The courses of a meal, in their order, and which of them dishes are of. Free of zod, for pages. */
import { byObject } from "../platform/by-object.ts";
import type { Menu, MenuCourse } from "./menu.ts";

/** Letters that a button has room for. */
export const MAX_COURSE_NAME = 40;

/** What a line names instead of a course when it is wanted as soon as it can be made, as drinks are. */
export const AT_ONCE = 0;

/** The menu's course of that number, if it has one. */
export function courseAt(
  { courses }: Pick<Menu, "courses">,
  number: number | undefined,
): MenuCourse | undefined {
  return number === undefined ? undefined : courses?.[number - 1];
}

/**
 * The course that each dish of a menu is of when nobody says otherwise, by the dish's id: its own before
 * its section's. Left out is what names none that the menu has: it is made at once.
 */
export const coursesOfDishes = byObject(
  (menu: Pick<Menu, "courses" | "categories">): ReadonlyMap<string, number> => {
    const courses = new Map<string, number>();
    for (const { course: ofSection, items } of menu.categories) {
      for (const { id, course = ofSection } of items) {
        if (course !== undefined && courseAt(menu, course)) courses.set(id, course);
      }
    }
    return courses;
  },
);
