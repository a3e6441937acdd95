import { expect, test } from "vitest";
import { courseAt, coursesOfDishes } from "./courses.ts";
import type { MenuCategory, MenuItem } from "./menu.ts";

const dish = (id: string, course?: number): MenuItem => ({
  ...{ id, name: id, price: 1, allergens: [], additives: [], options: [] },
  ...(course !== undefined && { course }),
});
const section = (items: MenuItem[], course?: number): MenuCategory => ({
  ...{ id: "c", name: "c", items },
  ...(course !== undefined && { course }),
});
const courses = [{ name: "Starters" }, { name: "Mains" }];

test("a dish is of its own course, else of its section's, and of none that the menu does not have", () => {
  const categories = [
    section([dish("soup"), dish("steak", 2), dish("cheese", 3)], 1),
    section([dish("wine"), dish("cake", 2)]),
  ];
  expect([...coursesOfDishes({ courses, categories })]).toEqual([
    ["soup", 1],
    ["steak", 2],
    ["cake", 2],
  ]);
});

test("numbers of courses mean nothing while the menu has no courses", () => {
  expect(coursesOfDishes({ categories: [section([dish("steak", 2)], 1)] }).size).toBe(0);
});

test("the first course of the list is number 1; 0, for what is wanted at once, is none", () => {
  expect([0, 1, 2, 3, undefined].map((number) => courseAt({ courses }, number)?.name)).toEqual([
    undefined,
    "Starters",
    "Mains",
    undefined,
    undefined,
  ]);
});
