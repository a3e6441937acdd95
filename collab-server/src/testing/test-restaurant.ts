import { readFile } from "node:fs/promises";
import { importMenu } from "@tureen/persistence/menu/import-menu";
import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import { readMenu } from "@tureen/persistence/menu/read-menu";
import { commitConfirm } from "@tureen/persistence/orders/commit-confirm";
import { type Database, transaction } from "@tureen/persistence/platform/database";
import { createRestaurant, type NewRestaurant } from "@tureen/persistence/staff/create-restaurant";
import {
  type Credentials,
  createStaffForEveryRole,
} from "@tureen/persistence/staff/staff-accounts";
import { appendUpdates } from "@tureen/persistence/table/append-updates";
import { loadDocument } from "@tureen/persistence/table/load-document";
import type { Menu, MenuItem } from "@tureen/shared/menu/menu";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import { newClientId, seatOf } from "@tureen/shared/table/document/keys";
import {
  DinerEdits,
  newDinerDocument,
  readSession,
} from "@tureen/shared/table/document/session-document";
import type { LineOption } from "@tureen/shared/table/document/types";
import { unitPrice } from "@tureen/shared/table/pricing";
import { applyUpdate, encodeStateAsUpdate, encodeStateVector } from "yjs";

const MENU = new URL(
  "../../../persistence/src/menu/import/fixtures/eur-allergens.json",
  import.meta.url,
);

export interface TestRestaurant extends NewRestaurant {
  readonly menu: Menu;
  readonly staff: readonly Credentials[];
}

/** A restaurant with a small menu, tables and one staff account per role. */
export async function createTestRestaurant(
  database: Database,
  name: string,
  tables = 24,
): Promise<TestRestaurant> {
  const parsed = parseMenuFile(JSON.parse(await readFile(MENU, "utf8")));
  if (!parsed.ok) throw new Error(`fixture is wrong at ${parsed.problem.path}`);
  const { file } = parsed;
  const now = new Date();
  const made = await transaction(database, async (tx) => {
    const { currency, locale } = file;
    const restaurant = await createRestaurant(tx, { name, currency, locale, tables, now });
    const { restaurantId } = restaurant;
    await importMenu(tx, { restaurantId, file, now });
    const staff = await createStaffForEveryRole(tx, { restaurantId, now });
    return { ...restaurant, staff };
  });
  const { menu } = await readMenu(database, made);
  return { ...made, menu };
}

/** Whose phone writes. */
interface Seated {
  readonly restaurantId: string;
  readonly sessionId: string;
  readonly diner: string;
}

/** A dish of the menu that needs no choice. */
async function plainDish(database: Database, { restaurantId }: Seated) {
  const { menu } = await readMenu(database, { restaurantId });
  const item = menu.categories
    .flatMap((category) => category.items)
    .find((candidate) => candidate.options.every((option) => option.min === 0));
  if (!item) throw new Error("nothing to order from");
  return { item };
}

/** Edits the document as a diner's phone would, up to what is in the log; returns what `edit` does. */
async function editAsPhone<T>(
  database: Database,
  { restaurantId, sessionId, diner }: Seated,
  now: Date,
  edit: (edits: DinerEdits) => T,
): Promise<T> {
  const loaded = await loadDocument(database, { restaurantId, sessionId });
  if (!loaded) throw new Error("there is no such session");
  const doc = newDinerDocument(newClientId(seatOf(diner)));
  applyUpdate(doc, encodeStateAsUpdate(loaded.doc));
  const known = new Set(Object.keys(readSession(doc).confirms));
  const before = encodeStateVector(doc);
  const result = edit(new DinerEdits(doc, diner));
  const confirms = Object.entries(readSession(doc).confirms)
    .filter(([id]) => !known.has(id))
    .map(([id, confirm]) => ({ id, confirm }));
  const update = encodeStateAsUpdate(doc, before);
  const [appended] = await appendUpdates(database, {
    restaurantId,
    entries: [{ sessionId, author: diner, update, confirms }],
    now,
    expiresAt: new Date(now.getTime() + 3_600_000),
  });
  if (!appended?.ok) throw new Error(`not appended: ${appended?.code}`);
  return result;
}

/** Puts so many portions of one dish into the cart as a diner's phone would; what one costs. */
export async function addToCart(
  database: Database,
  seat: Seated,
  portions: number,
): Promise<number> {
  const now = new Date();
  const { item } = await plainDish(database, seat);
  const line = { item: item.id, options: [], note: "", for: "table", at: now.getTime() } as const;
  await editAsPhone(database, seat, now, (edits) => edits.addLine(line, portions));
  return item.price;
}

/** Puts one dish into the cart as a diner's phone would and commits its confirm as the worker. */
export async function placeOrder(
  database: Database,
  seat: Seated,
  note = "",
): Promise<{ readonly orderId: string }> {
  const { item } = await plainDish(database, seat);
  return await orderDish(database, seat, { item, note });
}

/** The same with a dish, choices and portions of one's own. Throws when it is rejected. */
export async function orderDish(
  database: Database,
  seat: Seated,
  wanted: {
    readonly item: MenuItem;
    readonly options?: readonly LineOption[];
    readonly quantity?: number;
    readonly note?: string;
  },
): Promise<{ readonly orderId: string }> {
  const { restaurantId, sessionId } = seat;
  const { item, options = [], quantity = 1, note = "" } = wanted;
  const now = new Date();
  const at = now.getTime();
  const menuVersion = (await readMenu(database, { restaurantId })).menu.version;
  const id = await editAsPhone(database, seat, now, (edits) => {
    const price = unitPrice(item, options);
    const line = edits.addLine({ item: item.id, options, note, for: "table", at }, quantity);
    const lines = [{ line, quantity, unitPrice: price, ordered: 0 }];
    return edits.confirm({ lines, total: price * quantity, menuVersion, at });
  });
  const { receipt } = await commitConfirm(database, {
    restaurantId,
    sessionId,
    confirmId: id,
    maxAgeMs: 600_000,
    menus: new MenuCache(),
    now,
  });
  if (!receipt.ok) throw new Error(`not ordered: ${receipt.code}`);
  return { orderId: receipt.order };
}
