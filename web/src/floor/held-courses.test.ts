import { expect, test } from "vitest";
import type { FloorOrder } from "./floor.ts";
import { heldCourses } from "./held-courses.ts";

const order = (id: string, ...held: [line: string, course: number][]): FloorOrder => ({
  ...{ id, number: 1, status: "placed", total: 1, at: 1 },
  held: held.map(([line, course]) => ({
    ...{ line, dish: line, course, courseName: `Course ${course}`, portions: 1 },
  })),
});

test("a table waits for each course once, the next one first, over all its orders", () => {
  const orders = [order("a", ["cake", 3], ["steak", 2]), order("b", ["fish", 2])];
  expect(heldCourses({ orders }).map(({ name, lines }) => [name, lines])).toEqual([
    [
      "Course 2",
      [
        expect.objectContaining({ orderId: "a", line: "steak" }),
        expect.objectContaining({ orderId: "b", line: "fish" }),
      ],
    ],
    ["Course 3", [expect.objectContaining({ orderId: "a", line: "cake" })]],
  ]);
});

test("nothing waits where an older server does not say what does", () => {
  const { held: _, ...older } = order("a", ["steak", 2]);
  expect(heldCourses({ orders: [older] })).toEqual([]);
});
