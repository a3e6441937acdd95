import type { MenuCourse } from "@tureen/shared/menu/menu";
import { menuCoursesSchema } from "@tureen/shared/menu/menu-schema";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Queryable } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

const written = z.object({ courses: menuCoursesSchema().nullable() });

/** The courses that a restaurant has written, the first first; empty for none. Throws "restaurant-unknown". */
export async function readCourses(
  q: Queryable,
  { restaurantId }: { readonly restaurantId: string },
): Promise<MenuCourse[]> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    written,
    "select courses from restaurants where id = $1",
    [restaurantId],
  );
  if (!rows[0]) throw new TureenError("restaurant-unknown");
  return rows[0].courses ?? [];
}
