import { pauseOrders } from "@tureen/persistence/menu/pause-orders";
import { readCourses } from "@tureen/persistence/menu/read-courses";
import { readService } from "@tureen/persistence/menu/read-service";
import { setAvailability } from "@tureen/persistence/menu/set-availability";
import { setChoiceAvailability } from "@tureen/persistence/menu/set-choice-availability";
import { setCourses } from "@tureen/persistence/menu/set-courses";
import { setHours } from "@tureen/persistence/menu/set-hours";
import { setPublicMenu } from "@tureen/persistence/menu/set-public-menu";
import type { Database } from "@tureen/persistence/platform/database";
import { actorOf } from "../platform/auth/principals.ts";
import { type Api, DONE, route } from "../platform/http/route.ts";
import { answerMenu } from "./menu-answer.ts";
import type { MenuCatalog } from "./menu-catalog.ts";

/** Staff see the menu and say what can be had of it. */
export function addMenuRoutes(
  api: Api<{ readonly database: Database; readonly catalog: MenuCatalog }>,
): void {
  const { database, catalog } = api.deps;

  route(api, "readStaffMenu", async ({ caller, context }) =>
    answerMenu(context, await catalog.current(caller.restaurantId)),
  );

  route(api, "setAvailability", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    const until = typeof body.until === "number" ? new Date(body.until) : body.until;
    await setAvailability(database, { restaurantId, ...body, until, by, now });
    return DONE;
  });

  route(api, "setChoiceAvailability", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    const until = typeof body.until === "number" ? new Date(body.until) : body.until;
    await setChoiceAvailability(database, { restaurantId, ...body, until, by, now });
    return DONE;
  });

  route(api, "readService", async ({ caller, now }) => ({
    service: await readService(database, caller),
    now: now.getTime(),
  }));

  route(api, "setHours", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    await setHours(database, { restaurantId, ...body, by: actorOf(caller), now });
    return DONE;
  });

  route(api, "readCourses", async ({ caller }) => ({
    courses: await readCourses(database, caller),
  }));

  route(api, "setCourses", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    await setCourses(database, { restaurantId, ...body, by: actorOf(caller), now });
    return { courses: await readCourses(database, caller) };
  });

  route(api, "setPublicMenu", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    await setPublicMenu(database, { restaurantId, ...body, by: actorOf(caller), now });
    return DONE;
  });

  route(api, "pauseOrders", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    await pauseOrders(database, { restaurantId, ...body, by: actorOf(caller), now });
    return { service: await readService(database, caller), now: now.getTime() };
  });
}
