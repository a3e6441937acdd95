import { readTakenMenu } from "@tureen/persistence/menu/read-taken-menu";
import type { Database } from "@tureen/persistence/platform/database";
import { writeMenuCsv } from "@tureen/shared/menu/formats/write-csv";
import { writeFoodMenus } from "@tureen/shared/menu/formats/write-food-menus";
import { type TakenMenu, writeMenuJson } from "@tureen/shared/menu/formats/write-json";
import { writeSchemaOrg } from "@tureen/shared/menu/formats/write-schema-org";
import { CSV_MEDIA_TYPE } from "@tureen/shared/platform/http/media-types";
import type { ApiContext } from "../platform/http/env.ts";
import { type Api, route } from "../platform/http/route.ts";

/** Managers take the menu in force along, as files. */
export function addMenuExport(api: Api<{ readonly database: Database }>): void {
  const { database } = api.deps;
  const send = async (
    context: ApiContext,
    restaurantId: string,
    file: {
      readonly ending: string;
      readonly type: string;
      readonly write: (menu: TakenMenu) => string;
    },
  ) => {
    const { menu, slug, version } = await readTakenMenu(database, { restaurantId });
    context.header("content-type", file.type);
    const name = `menu-${slug}-${version}.${file.ending}`;
    context.header("content-disposition", `attachment; filename="${name}"`);
    return context.body(file.write(menu));
  };

  route(api, "exportMenu", ({ caller, context }) =>
    send(context, caller.restaurantId, {
      ...{ ending: "json", type: "application/json", write: writeMenuJson },
    }),
  );
  route(api, "exportMenuCsv", ({ caller, context }) =>
    send(context, caller.restaurantId, {
      ...{ ending: "csv", type: `${CSV_MEDIA_TYPE}; charset=utf-8; header=present` },
      write: writeMenuCsv,
    }),
  );
  route(api, "exportMenuJsonLd", ({ caller, context }) =>
    send(context, caller.restaurantId, {
      ...{ ending: "jsonld", type: "application/ld+json", write: writeSchemaOrg },
    }),
  );
  route(api, "exportFoodMenus", ({ caller, context }) =>
    send(context, caller.restaurantId, {
      ...{ ending: "foodmenus.json", type: "application/json", write: writeFoodMenus },
    }),
  );
}
