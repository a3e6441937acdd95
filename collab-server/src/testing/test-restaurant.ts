import { readFile } from "node:fs/promises";
import { type Database, transaction } from "@tureen/persistence/database";
import { appendUpdates } from "@tureen/persistence/operations/append-updates";
import { commitConfirm } from "@tureen/persistence/operations/commit-confirm";
import {
  createRestaurant,
  type NewRestaurant,
} from "@tureen/persistence/operations/create-restaurant";
import { importMenu } from "@tureen/persistence/operations/import-menu";
import { loadDocument } from "@tureen/persistence/operations/load-document";
import { MenuCache } from "@tureen/persistence/operations/menu-cache";
import { readMenu } from "@tureen/persistence/operations/read-menu";
import {
  type Credentials,
  createStaffForEveryRole,
} from "@tureen/persistence/operations/staff-accounts";
import { newClientId, seatOf } from "@tureen/shared/document/keys";
import {
  DinerEdits,
  newDinerDocument,
  readSession,
} from "@tureen/shared/document/session-document";
import type { Menu } from "@tureen/shared/menu/menu";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import type { Signal } from "@tureen/shared/signals";
import { applyUpdate, encodeStateAsUpdate, encodeStateVector } from "yjs";

const MENU = new URL(
  "../../../persistence/src/menu-import/fixtures/eur-allergens.json",
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

/** Puts one dish into the cart as a diner's phone would and commits its confirm as the worker. */
export async function placeOrder(
  database: Database,
  seat: { readonly restaurantId: string; readonly sessionId: string; readonly diner: string },
  note = "",
): Promise<{ readonly orderId: string; readonly signals: readonly Signal[] }> {
  const { restaurantId, sessionId, diner } = seat;
  const now = new Date();
  const { menu } = await readMenu(database, { restaurantId });
  const item = menu.categories
    .flatMap((category) => category.items)
    .find((candidate) => candidate.options.every((option) => option.min === 0));
  const loaded = await loadDocument(database, { restaurantId, sessionId });
  if (!item || !loaded) throw new Error("nothing to order from");
  const doc = newDinerDocument(newClientId(seatOf(diner)));
  applyUpdate(doc, encodeStateAsUpdate(loaded.doc));
  const before = encodeStateVector(doc);
  const edits = new DinerEdits(doc, diner);
  const at = now.getTime();
  const line = edits.addLine({ item: item.id, options: [], note, for: "table", at }, 1);
  const id = edits.confirm({
    lines: [{ line, quantity: 1, unitPrice: item.price, ordered: 0 }],
    total: item.price,
    menuVersion: menu.version,
    at,
  });
  const confirm = readSession(doc).confirms[id];
  if (!confirm) throw new Error("the confirm is not in the document");
  const update = encodeStateAsUpdate(doc, before);
  const expiresAt = new Date(at + 3_600_000);
  const [appended] = await appendUpdates(database, {
    restaurantId,
    entries: [{ sessionId, author: diner, update, confirms: [{ id, confirm }] }],
    now,
    expiresAt,
  });
  if (!appended?.ok) throw new Error(`not appended: ${appended?.code}`);
  const { receipt, signals } = await commitConfirm(database, {
    restaurantId,
    sessionId,
    confirmId: id,
    maxAgeMs: 600_000,
    menus: new MenuCache(),
    now,
  });
  if (!receipt.ok) throw new Error(`not ordered: ${receipt.code}`);
  return { orderId: receipt.order, signals };
}
