import { courseAt, coursesOfDishes } from "@tureen/shared/menu/courses";
import { translated } from "@tureen/shared/menu/menu";
import type { Line } from "@tureen/shared/table/document/types";
import type { MenuIndex } from "../../menu/menu-index.ts";
import { menuLanguage } from "../../menu/menu-language.ts";
import { courseMessages } from "./messages/messages.ts";

/** Where something stands among others: under which heading, and how far down that is. */
export interface CoursePlace {
  readonly key: string;
  readonly order: number;
  readonly title: string;
}

/** The course of a line in the cart, on a menu that has courses; what is made at once stands first. */
export function coursePlace(line: Line, index: MenuIndex): CoursePlace {
  const number = line.course ?? coursesOfDishes(index.menu).get(line.item);
  const course = courseAt(index.menu, number);
  return course && number !== undefined
    ? { key: String(number), order: number, title: translated(course, menuLanguage()) }
    : { key: "", order: 0, title: courseMessages.t("atOnce") };
}
