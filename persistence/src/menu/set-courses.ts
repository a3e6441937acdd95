import type { Menu, MenuCourse } from "@tureen/shared/menu/menu";
import { canonical } from "@tureen/shared/platform/json";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { addMenuVersion } from "./add-menu-version.ts";
import { lockMenu } from "./publish-version.ts";
import { readMenuVersion } from "./read-menu.ts";

/**
 * Writes the courses of a restaurant's meals, the first first; none: everything is made at once. They are
 * in force at once, in a version of the menu that is otherwise the one before, so that every order is
 * decided by courses that its menu keeps. Throws "restaurant-unknown".
 */
export async function setCourses(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly courses: readonly MenuCourse[];
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, courses, by, now } = input;
  await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      const restaurant = await lockMenu(tx, restaurantId);
      if (canonical(restaurant.courses ?? []) === canonical(courses)) return;
      const { menuVersion } = restaurant;
      const before = await readMenuVersion(tx, { restaurantId, version: menuVersion });
      // Before the first menu there is none to be in: the first will have them.
      const version = before ? menuVersion + 1 : menuVersion;
      await tx.query(
        `update restaurants set courses = $2, menu_version = $3, cache_version = cache_version + 1
         where id = $1`,
        [restaurantId, courses.length > 0 ? JSON.stringify(courses) : null, version],
      );
      if (before) {
        const { courses: _, ...rest } = before;
        const menu: Menu = { ...rest, version, ...(courses.length > 0 && { courses }) };
        await addMenuVersion(tx, menu, { byUser: by.kind === "staff" ? by.id : null, now });
        // Of dishes it says what the version before did, so a draft of that is one of it.
        await tx.query(
          `update menu_drafts set base_version = $3 where restaurant_id = $1 and base_version = $2`,
          [restaurantId, menuVersion, version],
        );
        tx.tell({ kind: "menu", restaurantId, version });
      }
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, by, now },
        action: "courses.change",
        details: { courses: courses.map(({ name }) => name) },
      });
    },
    { repeatable: true },
  );
}
