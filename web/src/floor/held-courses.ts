import type { FloorOrder, FloorSession } from "./floor.ts";

type HeldLine = NonNullable<FloorOrder["held"]>[number];

/** A course of which something at a table waits, over all its orders. */
export interface HeldCourse {
  readonly number: number;
  readonly name: string;
  readonly lines: readonly (HeldLine & { readonly orderId: string })[];
}

/** The courses that a table waits for, the next one first. */
export function heldCourses({ orders }: Pick<FloorSession, "orders">): HeldCourse[] {
  const lines = orders.flatMap(({ id, held = [] }) =>
    held.map((line) => ({ ...line, orderId: id })),
  );
  const numbers = [...new Set(lines.map(({ course }) => course))].sort((a, b) => a - b);
  return numbers.map((number) => {
    const own = lines.filter(({ course }) => course === number);
    return { number, name: own[0]?.courseName ?? "", lines: own };
  });
}
