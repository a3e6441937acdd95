import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { itemsById } from "@tureen/shared/menu/menu";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRecording } from "../../replay/read-recording.ts";
import { decide } from "../../testing/confirmed.ts";
import { givenRestaurant, givenTable } from "../../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { MenuCache } from "../menu-cache.ts";
import { readMenu, readMenuVersion } from "../read-menu.ts";
import { setAvailability } from "../set-availability.ts";
import { importCli } from "./cli.ts";

let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "tureen-menus-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.drop();
});

const size = (...values: object[]) => ({ id: "size", name: "Size", min: 0, max: 1, values });
const FIRST = {
  name: "Second Helping",
  currency: "EUR",
  locale: "en",
  categories: [
    {
      name: "Mains",
      items: [
        { id: "soup-1", name: "Soup", price: "4.50" },
        { name: "Pizza", price: "9.00", code: "P1" },
        { name: "Stew", price: "8.00", options: [size({ id: "l", name: "Large" })] },
        { name: "Dip", price: "0.50" },
        { name: "Dip", price: "0.75" },
      ],
    },
    { name: "Drinks", items: [{ name: "Water", price: "2.00" }] },
  ],
};
const SECOND = {
  ...FIRST,
  categories: [
    {
      name: "Mains",
      items: [
        { id: "soup-1", name: "Tomato soup", price: "4.90" },
        { name: "Dip", price: "0.60" },
        { name: "Salad", price: "6.00" },
      ],
    },
    {
      name: "Specials",
      items: [
        { name: "Pizza Margherita", price: "9.00", code: "P1" },
        { name: "Stew", price: "8.00", options: [size({ id: "l", name: "Big" })] },
      ],
    },
  ],
};

async function run(menu: unknown, ...args: string[]) {
  const path = join(folder, `${Math.random()}.json`);
  await writeFile(path, JSON.stringify(menu));
  const out: string[] = [];
  const errors: string[] = [];
  const code = await importCli({
    args: [path, ...args],
    env: { DATABASE_URL: db.url, PUBLIC_URL: "http://tureen.test" },
    print: (line) => out.push(line),
    printError: (line) => errors.push(line),
  });
  return { code, out: out.join("\n"), errors: errors.join("\n") };
}

/** A restaurant with the first menu: soup, pizza and both dips are marked, and a stew's size is out. */
async function givenMarks() {
  const restaurant = await givenRestaurant(db.pool, { menu: FIRST });
  const { restaurantId } = restaurant;
  const by = { kind: "staff", id: null } as const;
  const now = new Date();
  const mark = (itemId: string, available: boolean, stock: number | null) =>
    setAvailability(db.pool, { restaurantId, itemId, available, stock, by, now });
  await mark(restaurant.item("Soup").id, false, null);
  await mark(restaurant.item("Pizza").id, true, 3);
  const dips = restaurant.menu.categories[0]?.items.filter(({ name }) => name === "Dip") ?? [];
  for (const dip of dips) await mark(dip.id, false, null);
  const large = restaurant.item("Stew").options[0]?.values[0]?.id ?? "";
  await db.owner.query(
    "update menu_item_option_values set is_available = false where restaurant_id = $1 and id = $2",
    [restaurantId, large],
  );
  return { restaurant, restaurantId, large };
}

const REPORT = [
  "3 dishes recognised: 1 by id, 1 by code, 1 by name",
  'added: section "Specials"',
  'renamed: dish "Soup" is now "Tomato soup" (Mains)',
  'added: dish "Dip" (Mains), one of several of its name',
  'added: dish "Salad" (Mains)',
  'renamed: dish "Pizza" is now "Pizza Margherita" (Specials)',
  'moved: dish "Pizza Margherita" (Mains → Specials)',
  'moved: dish "Stew" (Mains → Specials)',
  'renamed: choice "Large" is now "Big" (Specials › Stew › Size)',
  'dropped: section "Drinks"',
  'dropped: dish "Dip" (Mains), sold out or counted',
  'dropped: dish "Dip" (Mains), sold out or counted',
  'dropped: dish "Water" (Drinks)',
];

test("sold-out marks and stock follow what moved and what was renamed, and nothing else", async () => {
  const { restaurant, restaurantId, large } = await givenMarks();
  const { code, out } = await run(SECOND, "--restaurant", restaurantId);
  expect(code).toBe(0);
  for (const line of REPORT) expect(out).toContain(line);
  expect(out).toContain('give each an "id"');

  const { menu, availability } = await readMenu(db.pool, { restaurantId });
  const item = (name: string) => [...itemsById(menu).values()].find((each) => each.name === name);
  expect(item("Tomato soup")?.id).toBe(restaurant.item("Soup").id);
  expect(item("Pizza Margherita")?.id).toBe(restaurant.item("Pizza").id);
  expect(item("Stew")?.id).toBe(restaurant.item("Stew").id);
  expect(availability).toEqual({
    soldOut: [restaurant.item("Soup").id],
    stock: { [restaurant.item("Pizza").id]: 3 },
    valuesOut: [large],
  });
  const { rows } = await db.owner.query(
    `select i.name, c.name as section, i.code from menu_items i
       join menu_categories c on c.restaurant_id = i.restaurant_id and c.id = i.category_id
     where i.restaurant_id = $1 and i.archived_at is null order by i.name`,
    [restaurantId],
  );
  expect(rows).toContainEqual({ name: "Pizza Margherita", section: "Specials", code: "P1" });
  expect(rows).toContainEqual({ name: "Tomato soup", section: "Mains", code: null });

  // The menu of before reads as it was.
  const before = await readMenuVersion(db.pool, { restaurantId, version: 1 });
  expect(before).toEqual(restaurant.menu);
  // And back again: by the id, the code and the name that it kept.
  const back = await run(FIRST, "--restaurant", restaurantId);
  expect(back.out).toContain('renamed: dish "Tomato soup" is now "Soup" (Mains)');
  expect(back.out).toContain('back on the menu: dish "Water" (Drinks)');
  const again = await readMenu(db.pool, { restaurantId });
  expect(again.availability.soldOut).toContain(restaurant.item("Soup").id);
});

test("an id that a file leaves out is not forgotten", async () => {
  const restaurant = await givenRestaurant(db.pool, { menu: FIRST });
  const { restaurantId } = restaurant;
  const without = JSON.parse(JSON.stringify(FIRST).replace('"id":"soup-1",', ""));
  expect((await run(without, "--restaurant", restaurantId)).out).toContain("0 by id");
  const { out } = await run(SECOND, "--restaurant", restaurantId);
  expect(out).toContain('renamed: dish "Soup" is now "Tomato soup" (Mains)');
});

test("a dry run tells the same and changes nothing", async () => {
  const { restaurantId } = await givenMarks();
  const everything = async () => {
    const { rows } = await db.owner.query(
      `select (select jsonb_agg(to_jsonb(i) order by id) from menu_items i where restaurant_id = $1)
           as items,
         (select count(*) from menu_versions where restaurant_id = $1) as versions,
         to_jsonb(r) as restaurant
       from restaurants r where id = $1`,
      [restaurantId],
    );
    return rows;
  };
  const before = await everything();
  const { code, out } = await run(SECOND, "--restaurant", restaurantId, "--dry-run");
  expect(code).toBe(0);
  expect(out).toContain("dry run: nothing is changed");
  for (const line of REPORT) expect(out).toContain(line);
  expect(await everything()).toEqual(before);
});

test("a dry run makes no restaurant, no tables and no accounts", async () => {
  const count = async () =>
    (
      await db.owner.query(
        `select (select count(*) from restaurants) as restaurants, (select count(*) from tables) as
           tables, (select count(*) from users) as users`,
      )
    ).rows;
  const before = await count();
  const { code, out } = await run(FIRST, "--dry-run");
  expect(code).toBe(0);
  expect(out).toContain("6 dishes in 2 categories");
  expect(out).not.toContain("/t/");
  expect(await count()).toEqual(before);
});

test("a confirm made with the old menu in hand orders no dish of another name", async () => {
  const restaurant = await givenRestaurant(db.pool, { menu: FIRST });
  const { restaurantId } = restaurant;
  const table = await givenTable(db.pool, restaurant);
  const line = await table.phone.add(restaurant.item("Pizza"));
  const inFlight = await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
  await run(SECOND, "--restaurant", restaurantId);
  const { receipt } = await decide(db.pool, table, inFlight);
  expect(receipt).toMatchObject({ ok: false, lines: [{ line, code: "off-menu" }] });

  // Having seen what it is called now, they may order it: it costs what it did.
  await table.phone.receive();
  const overrides = { menuVersion: 2 };
  const again = await table.phone.confirm(restaurant, [{ line, quantity: 1 }], overrides);
  expect((await decide(db.pool, table, again)).receipt.ok).toBe(true);

  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  expect(verifyRecording(recording)).toMatchObject({ ok: true });
});
