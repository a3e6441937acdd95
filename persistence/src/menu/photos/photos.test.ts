import { globSync, readFileSync } from "node:fs";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import { PHOTO_CENTRE } from "@tureen/shared/menu/photo";
import { MAX_PHOTOS } from "@tureen/shared/platform/limits";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SERVER } from "../../platform/actor.ts";
import { inRestaurant } from "../../platform/database.ts";
import { createLogger } from "../../platform/logging.ts";
import { givenRestaurant, SMALL_MENU, type TestRestaurant } from "../../testing/fixtures.ts";
import { PLAIN_PHOTO, publishWithPhoto } from "../../testing/photos.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { removeOldPhotos } from "../../worker/housekeeping.ts";
import { editDraft } from "../draft/edit-draft.ts";
import { publishDraft } from "../draft/publish-draft.ts";
import { readDraft } from "../draft/read-draft.ts";
import { importMenu } from "../import-menu.ts";
import { readMenu } from "../read-menu.ts";
import { addPhoto } from "./add-photo.ts";
import { readPhotos, readPicture } from "./read-photos.ts";
import { removeUnusedPhotos } from "./remove-unused-photos.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const now = new Date();
const before = (days: number) => new Date(now.getTime() - days * DAY_MS);

let db: TestDatabase;
let here: TestRestaurant;
let there: TestRestaurant;
beforeAll(async () => {
  db = await createTestDatabase();
  here = await givenRestaurant(db.pool);
  there = await givenRestaurant(db.pool);
});
afterAll(() => db.drop());

/** A photo unlike all others. */
function photoOf(name: string) {
  return {
    ...PLAIN_PHOTO,
    pictures: PLAIN_PHOTO.pictures.map((picture) => ({
      ...picture,
      data: Buffer.from(`${picture.format} of ${name}`),
    })),
  };
}
const add = (restaurant: TestRestaurant, name: string, at = now) =>
  addPhoto(db.pool, {
    ...{ restaurantId: restaurant.restaurantId, photo: photoOf(name), by: SERVER, now: at },
  });
const read = (restaurant: TestRestaurant, hash: string) =>
  readPicture(db.pool, { restaurantId: restaurant.restaurantId, hash, width: 1, format: "webp" });
const publish = ({ restaurantId }: TestRestaurant, hash: string | null) =>
  publishWithPhoto(db.pool, {
    ...{ restaurantId, now },
    photo: hash === null ? null : { ...PLAIN_PHOTO, hash, focus: PHOTO_CENTRE },
  });
const sweep = () =>
  removeOldPhotos({
    database: db.pool,
    log: createLogger({ service: "worker", version: "0", level: "silent" }),
  });

describe("A restaurant's photo", () => {
  it("is kept once, however often it comes", async () => {
    const [first, second] = [await add(here, "soup"), await add(here, "soup")];
    expect(second).toEqual(first);
    expect((await read(here, first.hash))?.toString()).toBe("webp of soup");
    const { rowCount } = await db.owner.query("select from menu_photo_files where hash = $1", [
      first.hash,
    ]);
    expect(rowCount).toBe(2);
    const kept = await readPhotos(db.pool, { ...here, hashes: [first.hash, "0".repeat(32)] });
    expect([...kept.values()]).toEqual([first]);
  });

  it("has another name elsewhere, and is not to be had there by this one", async () => {
    const ours = await add(here, "secret dish");
    expect(await read(there, ours.hash)).toBeNull();
    const theirs = await add(there, "secret dish");
    expect(theirs.hash).not.toBe(ours.hash);
    expect(await read(here, theirs.hash)).toBeNull();
  });

  it("cannot be changed, nor taken from a menu, by the application", async () => {
    const { hash } = await add(here, "stew");
    await publish(here, hash);
    const { restaurantId } = here;
    const attempts = [
      "update menu_photos set width = 2 where restaurant_id = $1 and hash = $2",
      "update menu_photo_files set data = 'x' where restaurant_id = $1 and hash = $2",
      "delete from menu_photo_files where restaurant_id = $1 and hash = $2",
      "delete from menu_photo_uses where restaurant_id = $1 and hash = $2",
      "delete from menu_photos where restaurant_id = $1 and hash = $2",
    ];
    for (const statement of attempts) {
      const client = await db.pool.connect();
      await client.query("begin");
      await client.query("select set_config('app.restaurant_id', $1, true)", [restaurantId]);
      await expect(client.query(statement, [restaurantId, hash]), statement).rejects.toThrow(
        /permission denied|violates foreign key/,
      );
      await client.query("rollback");
      client.release();
    }
  });

  it("of another restaurant cannot be published", async () => {
    const { hash } = await add(there, "theirs");
    await expect(publish(here, hash)).rejects.toThrow(/foreign key/);
  });
});

describe("Photos", () => {
  it("are added and removed while confirms hold the menu", async () => {
    const { restaurantId } = here;
    await readDraft(db.pool, { restaurantId });
    const confirm = await db.owner.connect();
    try {
      await confirm.query("begin");
      await confirm.query("select 1 from restaurants where id = $1 for share", [restaurantId]);
      const { hash } = await add(here, "during the rush", before(31));
      expect(await removeUnusedPhotos(db.pool, { restaurantId, uploadedBefore: before(30) })).toBe(
        1,
      );
      expect(await read(here, hash)).toBeNull();
    } finally {
      await confirm.query("rollback");
      confirm.release();
    }
  });
});

describe("Photos that no menu shows", () => {
  it("go after thirty days, and those that one ever showed stay", async () => {
    const old = await add(here, "never served", before(31));
    const shown = await add(here, "once served", before(90));
    const fresh = await add(here, "in a draft", before(29));
    const again = await add(here, "uploaded again", before(60));
    await add(here, "uploaded again");
    const elsewhere = await add(there, "never served", before(31));
    await publish(here, shown.hash);
    await publish(here, null);
    await sweep();
    expect(await read(here, old.hash)).toBeNull();
    expect(await read(there, elsewhere.hash)).toBeNull();
    for (const { hash } of [shown, fresh, again]) expect(await read(here, hash)).not.toBeNull();
    const { restaurantId } = here;
    expect(await removeUnusedPhotos(db.pool, { restaurantId, uploadedBefore: before(30) })).toBe(0);
  });
});

describe("A draft", () => {
  const write = async (restaurant: TestRestaurant, hash: string) => {
    const { restaurantId } = restaurant;
    const { draft, revision } = await readDraft(db.pool, { restaurantId });
    const dish = draft.categories[0]?.items[0];
    const to = { ...PLAIN_PHOTO, pictures: undefined, hash, focus: [...PHOTO_CENTRE] };
    const photo = JSON.parse(JSON.stringify(to));
    const edit = { kind: "set", id: dish?.id ?? "", field: "photo", was: dish?.photo ?? null };
    return editDraft(db.pool, {
      ...{ restaurantId, since: revision, userId: uuidv7(), now },
      edits: [{ ...edit, to: photo } as DraftEdit],
    });
  };

  it("keeps the photo that it names, however old, and publishes it", async () => {
    const writing = await givenRestaurant(db.pool);
    const named = await add(writing, "in a long draft", before(200));
    const dropped = await add(writing, "not in it", before(200));
    expect((await write(writing, named.hash)).conflicts).toEqual([]);
    await sweep();
    expect(await read(writing, named.hash)).not.toBeNull();
    expect(await read(writing, dropped.hash)).toBeNull();
    const { restaurantId } = writing;
    const { revision, inForce } = await readDraft(db.pool, { restaurantId });
    await publishDraft(db.pool, {
      ...{ restaurantId, revision, against: inForce, now },
      by: { kind: "staff", id: uuidv7() },
    });
    const { menu } = await readMenu(db.pool, { restaurantId });
    expect(menu.categories[0]?.items[0]?.photo?.hash).toBe(named.hash);
    const { rowCount } = await db.owner.query("select from menu_photo_uses where hash = $1", [
      named.hash,
    ]);
    expect(rowCount).toBe(1);
  });

  it("takes no photo of elsewhere", async () => {
    const { hash } = await add(there, "theirs, not for drafts");
    await expect(write(here, hash)).rejects.toMatchObject({ code: "photo-unknown" });
  });
});

it("More photos than a restaurant can keep are refused, those that it has are not", async () => {
  const full = await givenRestaurant(db.pool);
  const { hash } = await add(full, "first");
  await db.owner.query(
    `insert into menu_photos (restaurant_id, hash, width, height, placeholder, at)
     select $1, lpad(to_hex(n), 32, '0'), 1, 1, repeat('gICA', 12), now()
     from generate_series(2, $2::int) n`,
    [full.restaurantId, MAX_PHOTOS],
  );
  await expect(add(full, "one too many")).rejects.toMatchObject({ code: "photos-full" });
  expect(await add(full, "first")).toMatchObject({ hash });
});

describe("A menu file", () => {
  let restaurant: TestRestaurant;
  beforeAll(async () => {
    restaurant = await givenRestaurant(db.pool);
  });

  /** Imports the menu with this as the photo of its first dish; the dish's photo then, and the summary. */
  async function importWith(photo: unknown) {
    const { restaurantId } = restaurant;
    const file = structuredClone(SMALL_MENU) as { categories: { items: object[] }[] };
    Object.assign(file.categories[0]?.items[0] ?? {}, photo === undefined ? {} : { photo });
    const parsed = parseMenuFile(file);
    if (!parsed.ok) throw new Error(parsed.problem.path);
    const summary = await inRestaurant(db.pool, restaurantId, (tx) =>
      importMenu(tx, { restaurantId, file: parsed.file, now }),
    );
    const { menu } = await readMenu(db.pool, { restaurantId });
    return { summary, shown: menu.categories[0]?.items[0]?.photo };
  }

  it("names a photo by its hash; one that does not speak of it leaves it, null takes it away", async () => {
    const kept = await add(restaurant, "noodles");
    const named = await importWith({ hash: kept.hash, focus: [20, 70] });
    expect(named.shown).toEqual({ ...kept, focus: [20, 70] });
    expect((await importWith({ hash: kept.hash })).shown?.focus).toEqual(PHOTO_CENTRE);
    const silent = await importWith(undefined);
    expect(silent.shown).toEqual({ ...kept, focus: PHOTO_CENTRE });
    expect(silent.summary.changed).toBe(false);
    expect((await importWith(null)).shown).toBeUndefined();
    expect((await importWith(undefined)).shown).toBeUndefined();
  });

  it("that names a photo of elsewhere is taken without it, and says so", async () => {
    const foreign = await add(there, "theirs alone");
    const { summary, shown } = await importWith({ hash: foreign.hash });
    expect(shown).toBeUndefined();
    expect(summary.unknownPhotos).toEqual([SMALL_MENU.categories[0]?.items[0]?.name]);
  });
});

it("Only one function adds versions of menus, since it is what keeps their photos", () => {
  const root = new URL("../../", import.meta.url);
  const writers = globSync("**/*.ts", { cwd: root })
    .filter((path) => !path.includes(".test."))
    .filter((path) => /insert into menu_versions/i.test(readFileSync(new URL(path, root), "utf8")));
  // A recording is restored without photos.
  expect(writers.toSorted()).toEqual(["menu/add-menu-version.ts", "replay/restore-restaurant.ts"]);
});
