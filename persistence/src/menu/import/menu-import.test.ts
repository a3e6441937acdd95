import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { billOf } from "@tureen/shared/bill/bill";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import { formatRecording, parseRecording } from "@tureen/shared/replay/file";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { readSession } from "@tureen/shared/table/document/session-document";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeBilling, termsFor } from "../../bill/billing-settings.ts";
import { DEMO_BILLING } from "../../demo/billing.ts";
import { seedDemo } from "../../demo/seed.ts";
import { readTickets } from "../../kitchen/read-tickets.ts";
import { SERVER } from "../../platform/actor.ts";
import { inRestaurant } from "../../platform/database.ts";
import { readRecording } from "../../replay/read-recording.ts";
import { findTable } from "../../table/find-table.ts";
import { loadDocument } from "../../table/load-document.ts";
import { decide, givenOrder } from "../../testing/confirmed.ts";
import { givenRestaurant, givenTable, SMALL_MENU } from "../../testing/fixtures.ts";
import { xlsxFile } from "../../testing/spreadsheets.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { importMenu } from "../import-menu.ts";
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

async function run(menu: unknown, ...args: string[]) {
  const path = join(folder, `${Math.random()}.json`);
  await writeFile(path, typeof menu === "string" ? menu : JSON.stringify(menu));
  return await runFile(path, ...args);
}

async function runFile(path: string, ...args: string[]) {
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

const restaurants = async () =>
  (await db.owner.query<{ n: number }>("select count(*) as n from restaurants")).rows[0]?.n;

function reimport(restaurantId: string, menu: unknown, noticesAt?: string) {
  const parsed = parseMenuFile(menu);
  if (!parsed.ok) throw new Error(parsed.problem.path);
  const { file } = parsed;
  const now = new Date();
  return inRestaurant(db.pool, restaurantId, (tx) =>
    importMenu(tx, { restaurantId, file, noticesAt, now }),
  );
}

test("an empty database gets the demo restaurant, once, also when two processes start at once", async () => {
  const now = new Date();
  const seeds = await Promise.all([seedDemo(db.pool, { now }), seedDemo(db.pool, { now })]);
  const made = seeds.filter((seed) => seed !== null);
  expect(made).toHaveLength(1);
  const [demo] = made;
  expect(demo?.tables).toHaveLength(12);
  expect(demo?.staff.map((account) => account.role)).toEqual(["manager", "waiter", "kitchen"]);
  const { menu } = await readMenu(db.pool, { restaurantId: demo?.restaurantId ?? "" });
  const items = menu.categories.flatMap((category) => category.items);
  expect(items.length).toBeGreaterThanOrEqual(40);
  const { terms } = DEMO_BILLING;
  expect(await termsFor(db.pool, demo?.restaurantId ?? "", now)).toEqual(terms);
  const taxed = new Set(items.flatMap(({ tax = [] }) => tax.map(({ category }) => category)));
  expect([...taxed]).toEqual(["drinks"]);
  expect(Object.keys(terms.categories)).toContain("drinks");
});

test("a new restaurant comes with tables, QR addresses and staff, all printed", async () => {
  const { code, out } = await run(SMALL_MENU, "--tables", "3");
  expect(code).toBe(0);
  expect(out).toContain("3 dishes in 2 categories");
  expect(out).toContain("its days begin at 4:00, UTC time\n  Where that is wrong");
  const addresses = [...out.matchAll(/http:\/\/tureen\.test\/t\/([a-z0-9-]+)/g)].map((m) => m[1]);
  expect(addresses).toHaveLength(3);
  const place = await findTable(db.pool, { code: addresses[0] ?? "", now: new Date() });
  expect(place).toMatchObject({ label: "1", restaurant: { name: "Test Kitchen" } });
  expect(out).toMatch(/manager: manager@testkitchen/);
});

const mains = SMALL_MENU.categories[0];
test.each<[string, unknown, string]>([
  ["not JSON", "{", "(the file): is not JSON"],
  ["no menu", [], "(the file)"],
  ["a currency that is none", { ...SMALL_MENU, currency: "EURO" }, "currency"],
  [
    "a price that is a number",
    {
      ...SMALL_MENU,
      categories: [
        mains,
        {
          name: "X",
          items: [
            { name: "A", price: "1" },
            { name: "B", price: 1 },
          ],
        },
      ],
    },
    "categories[1].items[1].price",
  ],
  [
    "a negative price",
    { ...SMALL_MENU, categories: [{ name: "X", items: [{ name: "A", price: "-1.00" }] }] },
    "categories[0].items[0].price",
  ],
  [
    "more decimals than the currency has",
    {
      ...SMALL_MENU,
      currency: "JPY",
      categories: [{ name: "X", items: [{ name: "A", price: "1.50" }] }],
    },
    "categories[0].items[0].price",
  ],
  [
    "an empty name",
    { ...SMALL_MENU, categories: [{ name: "X", items: [{ name: " ", price: "1" }] }] },
    "categories[0].items[0].name",
  ],
])("%s imports nothing and is told by its path", async (_, menu, path) => {
  const before = await restaurants();
  const { code, errors } = await run(menu);
  expect(code).toBe(1);
  expect(errors.startsWith(path)).toBe(true);
  expect(await restaurants()).toBe(before);
});

test("bad options and missing files are refused with a sentence", async () => {
  expect(await run(SMALL_MENU, "--tables", "0")).toMatchObject({ code: 1 });
  expect((await run(SMALL_MENU, "--colour", "red")).errors).toContain("--restaurant");
  expect((await run(SMALL_MENU, "--restaurant", "Nowhere")).errors).toContain("no restaurant");
  const errors: string[] = [];
  const print = () => {};
  const printError = (line: string) => errors.push(line);
  const env = { DATA_DIR: folder };
  const path = join(folder, "menu.json");
  await writeFile(path, JSON.stringify(SMALL_MENU));
  expect(await importCli({ args: [path], env, print, printError })).toBe(1);
  expect(errors[0]).toContain("npm start");
  const missing = join(folder, "missing.json");
  expect(await importCli({ args: [missing], env, print, printError })).toBe(1);
  expect(errors[1]).toContain("ENOENT");
});

test("importing again keeps the ids of what stays, archives what goes, revives what returns", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const ids = Object.fromEntries(["Soup", "Pizza", "Water"].map((n) => [n, restaurant.item(n)]));
  const changed = structuredClone(SMALL_MENU);
  const [mains] = changed.categories;
  if (!mains) throw new Error("no category");
  mains.items = mains.items.filter((item) => item.name !== "Soup");
  for (const item of mains.items) item.price = "9.50";
  const summary = await reimport(restaurantId, changed);
  expect(summary).toMatchObject({ version: 2, changed: true, items: 2 });
  expect(summary.changes.list).toEqual([
    { part: "item", change: "dropped", name: "Soup", within: ["Mains"] },
  ]);
  const { menu } = await readMenu(db.pool, { restaurantId });
  const pizza = menu.categories[0]?.items[0];
  expect(pizza).toEqual({ ...ids.Pizza, price: 950 });
  const old = await readMenuVersion(db.pool, { restaurantId, version: 1 });
  expect(old).toEqual(restaurant.menu);

  const back = await reimport(restaurantId, SMALL_MENU);
  expect(back.version).toBe(3);
  expect(back.changes.list).toEqual([
    { part: "item", change: "returned", name: "Soup", within: ["Mains"] },
  ]);
  const again = await readMenu(db.pool, { restaurantId });
  expect(again.menu).toEqual({ ...restaurant.menu, version: 3 });
  expect(await reimport(restaurantId, SMALL_MENU)).toMatchObject({ version: 3, changed: false });
});

test("sold-out marks and stock survive a new import; a price of the old menu is refused", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const itemId = restaurant.item("Soup").id;
  const by = { kind: "staff", id: null } as const;
  const now = new Date();
  await setAvailability(db.pool, { restaurantId, itemId, available: true, stock: 3, by, now });
  const dearer = JSON.parse(JSON.stringify(SMALL_MENU).replace('"4.50"', '"5.00"'));
  await reimport(restaurantId, dearer);
  const { availability } = await readMenu(db.pool, { restaurantId });
  expect(availability.stock).toEqual({ [itemId]: 3 });
  const table = await givenTable(db.pool, restaurant);
  await expect(givenOrder(db.pool, restaurant, table)).rejects.toThrow("price-changed");
});

test("a file in another currency than the restaurant's changes nothing", async () => {
  const { restaurantId } = await givenRestaurant(db.pool);
  await expect(reimport(restaurantId, { ...SMALL_MENU, currency: "USD" })).rejects.toMatchObject({
    code: "field-invalid",
    field: "currency",
  });
  expect((await readMenu(db.pool, { restaurantId })).menu.version).toBe(1);
});

test("notices are shown but cannot be ordered, and are warned of when nobody named them", async () => {
  const noticed = {
    ...SMALL_MENU,
    name: "Noticed",
    categories: [
      { name: "All", items: [1, 2, 3, 4].map((n) => ({ name: `Tea ${n}`, price: "30.00" })) },
      { name: "Read me", items: [{ name: "Closed on Mondays", price: "9999.00" }] },
    ],
  };
  const warned = await run(noticed, "--tables", "1");
  expect(warned.out).toContain("Warning: 1 dishes");
  const named = await run(noticed, "--restaurant", "Noticed", "--notices-at", "9999.00");
  expect(named.out).toContain("1 dishes are notices");
  expect(named.out).not.toContain("Warning");
  const { rows } = await db.owner.query("select id from restaurants where name = 'Noticed'");
  const { menu, availability } = await readMenu(db.pool, { restaurantId: rows[0].id });
  expect(availability.soldOut).toEqual([menu.categories[1]?.items[0]?.id]);
});

test("two dishes with one name in one category stay two, in their order", async () => {
  const twins = {
    ...SMALL_MENU,
    categories: [
      {
        name: "Extras",
        items: [
          { name: "Ranch", price: "0.50" },
          { name: "Ranch", price: "0.75" },
        ],
      },
    ],
  };
  const restaurant = await givenRestaurant(db.pool, { menu: twins });
  const { restaurantId } = restaurant;
  const before = restaurant.menu.categories[0]?.items.map((item) => item.id);
  expect(new Set(before).size).toBe(2);
  expect(await reimport(restaurantId, twins)).toMatchObject({ changed: false });
});

test("the file says where the restaurant's days lie; a file that says nothing leaves them", async () => {
  const menu = { ...SMALL_MENU, name: "Night Owl", timezone: "asia/tokyo", day_starts_at: 5 };
  const days = async () =>
    (
      await db.owner.query(
        `select timezone, day_starts_at from restaurants where name = 'Night Owl'`,
      )
    ).rows;
  const { out } = await run(menu, "--tables", "1");
  expect(out).toContain("its days begin at 5:00, Asia/Tokyo time");
  expect(out).not.toContain("Where that is wrong");
  expect(await days()).toEqual([{ timezone: "Asia/Tokyo", day_starts_at: 5 }]);
  await run({ ...SMALL_MENU, name: "Night Owl" }, "--restaurant", "Night Owl");
  expect(await days()).toEqual([{ timezone: "Asia/Tokyo", day_starts_at: 5 }]);
  const wrong = await run({ ...menu, timezone: "Asia/Tokio" }, "--restaurant", "Night Owl");
  expect(wrong).toMatchObject({
    code: 1,
    errors: "timezone: “Asia/Tokio” is not an IANA time zone like “Europe/Berlin”",
  });
  expect(await days()).toEqual([{ timezone: "Asia/Tokyo", day_starts_at: 5 }]);
});

test("fields that nothing reads are named, once for each kind, with what was probably meant", async () => {
  const menu = structuredClone(SMALL_MENU) as unknown as Record<string, unknown>;
  const [mains] = menu.categories as { items: Record<string, unknown>[] }[];
  for (const dish of mains?.items ?? []) dish.photo = "dish.jpg";
  Object.assign(mains?.items[0] ?? {}, { alergens: ["milk"] });
  const { code, out } = await run({ ...menu, timeZone: "Europe/Berlin" }, "--dry-run");
  expect(code).toBe(0);
  expect(out).toContain(
    "not kept: categories[0].items[0].photo (and 1 more like it): menus have no such field\n",
  );
  expect(out).toContain(
    "not kept: categories[0].items[0].alergens: menus have no such field: was “allergens” meant?",
  );
  expect(out).toContain("not kept: timeZone: menus have no such field: was “timezone” meant?");
});

test("a choice's allergens are on the menu, on the order's line and on the kitchen's ticket", async () => {
  const menu = { ...SMALL_MENU, ...WITH_SAUCE };
  const restaurant = await givenRestaurant(db.pool, { menu });
  const { restaurantId } = restaurant;
  const noodles = restaurant.item("Noodles");
  const [sauce] = noodles.options;
  expect(sauce?.values.map(({ allergens }) => allergens)).toEqual([["peanuts"], undefined]);
  const table = await givenTable(db.pool, restaurant);
  for (const value of sauce?.values ?? []) {
    const options = [{ option: sauce?.id ?? "", values: [value.id] }];
    const line = await table.phone.add(noodles, 1, options);
    const confirmId = await table.phone.confirm(restaurant, [{ line, quantity: 1 }]);
    expect((await decide(db.pool, table, confirmId)).receipt.ok).toBe(true);
    await table.phone.receive();
  }
  const { tickets } = await readTickets(db.pool, { menus: new MenuCache(), restaurantId });
  expect(tickets.map(({ lines }) => lines[0]?.allergens)).toEqual([
    ["gluten", "peanuts"],
    ["gluten"],
  ]);
  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  expect(verifyRecording(recording)).toMatchObject({ ok: true, orders: 2 });
  // The file of the session keeps them too: without, its orders would not follow from its menu.
  const read = parseRecording(formatRecording(recording));
  expect(verifyRecording(read)).toMatchObject({ ok: true, orders: 2 });

  expect(await reimport(restaurantId, menu)).toMatchObject({ changed: false });
});

const WITH_SAUCE = {
  categories: [
    {
      name: "Mains",
      items: [
        {
          name: "Noodles",
          price: "8.00",
          allergens: ["gluten"],
          options: [
            {
              name: "Sauce",
              min: 1,
              max: 1,
              values: [{ name: "Satay", allergens: ["peanuts"] }, { name: "Lemon" }],
            },
          ],
        },
      ],
    },
  ],
};

test("what a file says of tax is on the bill, and in the recording of the table", async () => {
  const menu = {
    name: "Taxed",
    currency: "EUR",
    locale: "de-DE",
    categories: [
      { name: "Food", items: [{ name: "Soup", price: "5.35" }] },
      {
        name: "Drinks",
        tax: "drinks",
        items: [
          { name: "Beer", price: "4.76" },
          // One with bread.
          {
            name: "Flight",
            price: "10.00",
            tax: [
              { category: "food", weight: 3 },
              { category: "drinks", weight: 7 },
            ],
          },
        ],
      },
    ],
  };
  const restaurant = await givenRestaurant(db.pool, { menu });
  const { restaurantId } = restaurant;
  expect(restaurant.item("Soup").tax).toBeUndefined();
  expect(restaurant.item("Beer").tax).toEqual([{ category: "drinks", weight: 1 }]);
  const now = new Date();
  await changeBilling(db.pool, {
    ...{ restaurantId, by: SERVER, now, version: 0, billing: DEMO_BILLING },
  });
  const terms = await termsFor(db.pool, restaurantId, now);
  const table = await givenTable(db.pool, restaurant, 0, terms);
  const lines = [];
  for (const name of ["Soup", "Beer", "Flight"]) {
    const line = await table.phone.add(restaurant.item(name), 1);
    lines.push({ line, quantity: 1 });
  }
  const confirmId = await table.phone.confirm(restaurant, lines);
  await decide(db.pool, table, confirmId);

  const loaded = await loadDocument(db.pool, table);
  if (!loaded) throw new Error("no document");
  const bill = billOf(readSession(loaded.doc));
  // 5.35 and 3.00 at 7 %, 4.76 and 7.00 at 19 %.
  expect(bill.taxes).toEqual([
    { rate: 700, gross: 835, tax: 55 },
    { rate: 1900, gross: 1176, tax: 188 },
  ]);
  expect(bill.total).toBe(2011);

  const { recording } = await readRecording(db.pool, table, { menus: new MenuCache() });
  const again = parseRecording(formatRecording(recording));
  expect(again.orders).toEqual(recording.orders);
  expect(again.menus).toEqual(recording.menus);
  expect(again.confirms).toEqual(recording.confirms);
  for (const each of [recording, again, { ...recording, logKept: false, log: [] }]) {
    expect(verifyRecording(each)).toMatchObject({ ok: true });
  }
  const mixed = restaurant.item("Flight").tax;
  expect(recording.orders[0]?.lines.map(({ tax }) => tax)).toEqual([
    undefined,
    [{ category: "drinks", weight: 1 }],
    mixed,
  ]);
});

test("a tax category that the settings of bills do not know is a warning; without settings none is", async () => {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const [first, ...others] = SMALL_MENU.categories;
  const menu = { ...SMALL_MENU, categories: [{ ...first, tax: "spirits" }, ...others] };
  const args = ["--restaurant", restaurantId];
  expect((await run(menu, ...args)).out).not.toContain("tax category");
  const change = { restaurantId, by: SERVER, now: new Date() };
  await changeBilling(db.pool, { ...change, version: 0, billing: DEMO_BILLING });
  expect((await run(menu, ...args)).out).toContain('no tax category "spirits"');
  const { terms } = DEMO_BILLING;
  const spirits = { name: "Spirits", rates: { "dine-in": 1900, takeaway: 1900 } };
  const planned = {
    ...DEMO_BILLING,
    terms: { ...terms, categories: { ...terms.categories, spirits } },
  };
  const from = new Date(change.now.getTime() + 86_400_000);
  await changeBilling(db.pool, { ...change, version: 1, billing: planned, from });
  expect((await run(menu, ...args)).out).not.toContain("tax category");
});

test("a table becomes a restaurant: sizes when asked, no price is no dish, and its address is said", async () => {
  const text =
    "Kategorie;Gericht;Preis\nPizza;<b>Margherita</b>;8 - 10\nPizza;Calzone;\nTee;茶;2,50\n";
  const made = ["--name", "茶馆", "--currency", "EUR", "--locale", "zh", "--slug", "chaguan"];
  const without = await run(text, "--format", "csv");
  expect(without).toMatchObject({
    code: 1,
    errors: "currency: the file does not say in what currency its prices are",
  });
  const { code, out, errors } = await run(text, ...made, "--sizes", "--tables", "1");
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect(out).toContain("read as csv");
  expect(out).toContain("2 dishes in 2 categories, 1 option groups");
  expect(out).toContain("changed: row 2, name: HTML was taken out of “<b>Margherita</b>”");
  expect(out).toContain("1 dishes without a price are left out: Calzone");
  expect(out).toContain("/t/chaguan-");
  const again = await run(text, ...made);
  expect(again).toMatchObject({ code: 1, errors: expect.stringContaining("--slug") });
  // Every fault is told at once.
  const wrong = await run({ ...SMALL_MENU, name: "", currency: "XXY" });
  expect(wrong.errors.split("\n")).toHaveLength(2);
});

test("a spreadsheet is imported whole, or the sheets that are named", async () => {
  const rows = (dish: string, price: number) => [
    ["Name", "Price"],
    ["HOT", null],
    [dish, price],
  ];
  const path = join(folder, "menu.xlsx");
  await writeFile(path, xlsxFile({ Food: rows("Soup", 4.5), Drinks: rows("Tea", 2) }));
  const named = ["--name", "Sheets", "--currency", "EUR", "--slug", "sheets", "--dry-run"];
  const whole = await runFile(path, ...named);
  expect(whole.out).toContain("2 dishes in 2 categories");
  const one = await runFile(path, ...named, "--sheet", "Drinks", "--headings");
  expect(one.out).toContain("1 dishes in 1 categories");
  const other = await runFile(path, ...named, "--sheet", "Wine");
  expect(other.errors).toContain('there is no "Wine" in');
  await writeFile(path, "no spreadsheet");
  expect((await runFile(path, ...named)).errors).toContain("not a spreadsheet that can be read");
});
