import { addPictures } from "@tureen/persistence/demo/seed";
import { importMenu } from "@tureen/persistence/menu/import-menu";
import { type Database, inRestaurant } from "@tureen/persistence/platform/database";
import { toldText } from "@tureen/shared/menu/formats/report";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import { encodeDemoPictures } from "../start/demo-pictures.ts";

/** Gives dishes of a restaurant that has the demo's menu the demo's pictures. */
export async function showDemoPictures(
  database: Database,
  input: { readonly restaurantId: string; readonly menu: unknown; readonly now: Date },
): Promise<void> {
  const { restaurantId, menu, now } = input;
  const parsed = parseMenuFile(menu);
  if (!parsed.ok) throw new Error(toldText(parsed.problem));
  const { file } = parsed;
  const pictures = await encodeDemoPictures();
  await inRestaurant(database, restaurantId, async (tx) => {
    await addPictures(tx, { restaurantId, file, pictures, now });
    await importMenu(tx, { restaurantId, file, now });
  });
}
