import { setAvailability } from "@tureen/persistence/menu/set-availability";
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
    await setAvailability(database, { restaurantId, ...body, by, now });
    return DONE;
  });
}
