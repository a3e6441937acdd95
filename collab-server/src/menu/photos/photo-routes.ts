import { addPhoto } from "@tureen/persistence/menu/photos/add-photo";
import { readPicture } from "@tureen/persistence/menu/photos/read-photos";
import type { Database } from "@tureen/persistence/platform/database";
import { PHOTO_FILE, type PhotoFormat } from "@tureen/shared/menu/photo";
import { TureenError } from "@tureen/shared/platform/errors";
import { actorOf } from "../../platform/auth/principals.ts";
import { type Api, route } from "../../platform/http/route.ts";
import { createKeyedMutex } from "../../platform/keyed-mutex.ts";
import type { PhotoEncoder } from "./photo-encoder.ts";

/** Uploads of one restaurant that may wait for another of it. */
const MAX_WAITING_PER_RESTAURANT = 3;

/** Managers add photos; whoever knows a photo's address sees it, as whoever has a table's code sees the menu. */
export function addPhotoRoutes(
  api: Api<{ readonly database: Database; readonly encodePhoto: PhotoEncoder }>,
): void {
  const { database, encodePhoto } = api.deps;
  const inLine = createKeyedMutex(MAX_WAITING_PER_RESTAURANT);

  route(api, "addPhoto", async ({ caller, context, now }) => {
    const { restaurantId } = caller;
    // The body too waits for its turn, so that no restaurant fills the memory or the queue of all.
    const photo = await inLine(restaurantId, async () =>
      encodePhoto(new Uint8Array(await context.req.arrayBuffer())),
    );
    return addPhoto(database, { restaurantId, photo, by: actorOf(caller), now });
  });

  route(api, "readPhoto", async ({ params, context }) => {
    const { restaurantId, file } = params;
    const [, hash = "", width, format] = PHOTO_FILE.exec(file) ?? [];
    const picture = await readPicture(database, {
      ...{ restaurantId, hash, width: Number(width), format: format as PhotoFormat },
    });
    if (!picture) throw new TureenError("photo-unknown");
    context.header("cache-control", "public, max-age=31536000, immutable");
    context.header("content-type", `image/${format}`);
    // The address is the version; a browser that asks again all the same has it already.
    context.header("etag", `"${file}"`);
    if (context.req.header("if-none-match") === `"${file}"`) return context.body(null, 304);
    return context.body(new Uint8Array(picture));
  });
}
