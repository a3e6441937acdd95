import { PLAIN_TERMS } from "@tureen/shared/bill/terms";
import { PHOTO_CENTRE } from "@tureen/shared/menu/photo";
import { encodeDocument } from "@tureen/shared/table/document/session-document";
import { uuidv7 } from "uuidv7";
import { adjustBill } from "../bill/adjust-bill.ts";
import { anchorLedger } from "../bill/anchor-ledger.ts";
import { applyNews } from "../bill/apply-news.ts";
import { chargeOf } from "../bill/ask-provider.ts";
import { changeBilling } from "../bill/billing-settings.ts";
import { closePastDays } from "../bill/fiscal/close-day.ts";
import { createPlainDevice } from "../bill/fiscal/plain-device.ts";
import { claimFiscalRecord, signReceipt } from "../bill/fiscal/sign-receipt.ts";
import { changePaymentKeys } from "../bill/payment-keys.ts";
import { readPaymentOfWish } from "../bill/payment-rows.ts";
import {
  changeDemonstrationFaults,
  createDemonstrationProvider,
  NO_FAULTS,
  payDemonstration,
  takeDemonstrationNews,
} from "../bill/providers/demonstration.ts";
import { paymentSealingKeys } from "../bill/providers/stripe/keys.ts";
import { noteUnknownCharges } from "../bill/restore-findings.ts";
import { givenPayingTable } from "../bill/testing/paying-table.ts";
import { acknowledgeOrders } from "../kitchen/acknowledge-orders.ts";
import { addStation } from "../kitchen/change-stations.ts";
import { editDraft } from "../menu/draft/edit-draft.ts";
import { MenuCache } from "../menu/menu-cache.ts";
import { addPhoto } from "../menu/photos/add-photo.ts";
import { SERVER } from "../platform/actor.ts";
import { createAuthSession } from "../platform/auth-sessions.ts";
import { type Credentials, createStaffForEveryRole } from "../staff/staff-accounts.ts";
import { loadDocument } from "../table/load-document.ts";
import { renameDiner } from "../table/rename-diner.ts";
import { writeSnapshot } from "../table/write-snapshot.ts";
import { decide } from "./confirmed.ts";
import {
  givenRestaurant,
  givenTable,
  later,
  type TestRestaurant,
  type TestTable,
} from "./fixtures.ts";
import { PLAIN_PHOTO, publishWithPhoto } from "./photos.ts";
import { givenPrinter } from "./printers.ts";
import type { TestDatabase } from "./test-database.ts";

/** A name that nobody else has, of the first diner at both tables from the beginning. */
export const FULL_GUEST = "Zoë Unmistakable";

/** A restaurant that has rows in every table there is. */
export interface FullRestaurant extends TestRestaurant {
  readonly table: TestTable;
  readonly orderId: string;
  readonly staff: readonly Credentials[];
}

/** A restaurant with staff, a table, an order with options, a snapshot and a payment. */
export async function givenFullRestaurant(db: TestDatabase): Promise<FullRestaurant> {
  const now = new Date();
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const staff = await createStaffForEveryRole(db.pool, { restaurantId, now });
  const userId = staff[0]?.userId ?? "";
  await createAuthSession(db.pool, { restaurantId, userId, now, expiresAt: later(now) });
  const billing = { terms: { ...PLAIN_TERMS, tips: [] }, receipt: { header: "", taxNumber: "" } };
  const by = { kind: "staff", id: userId } as const;
  await changeBilling(db.pool, { restaurantId, billing, version: 0, by, now });
  const table = await givenTable(db.pool, restaurant);
  await renameDiner(db.pool, { ...table, diner: "d1", name: FULL_GUEST });
  const { sessionId, phone } = table;
  const pizza = restaurant.item("Pizza");
  const options = pizza.options.map(({ id, values }) => ({
    option: id,
    values: [values[1]?.id ?? ""],
  }));
  const line = await phone.add(pizza, 2, options, "well done");
  const confirmId = await phone.confirm(restaurant, [{ line, quantity: 2 }]);
  const { receipt } = await decide(db.pool, table, confirmId);
  if (!receipt.ok) throw new Error(`rejected: ${JSON.stringify(receipt)}`);
  const loaded = await loadDocument(db.pool, table);
  if (!loaded) throw new Error("no document");
  const state = encodeDocument(loaded.doc);
  await writeSnapshot(db.pool, { restaurantId, sessionId, seq: loaded.seq, state, now });
  await pay(db, restaurant);
  await keepKeys(db, restaurantId);
  await editMenu(db, restaurant, userId);
  await showPhoto(db, restaurantId);
  await addStation(db.pool, { restaurantId, name: "Grill", by: SERVER, now });
  const seen = { station: null, orders: [receipt.order], menus: new MenuCache() };
  await acknowledgeOrders(db.pool, { restaurantId, ...seen, now });
  await givenPrinter(db.pool, { restaurantId });
  return { ...restaurant, table, orderId: receipt.order, staff };
}

/** A new price in the menu's draft. */
async function editMenu(db: TestDatabase, restaurant: TestRestaurant, userId: string) {
  const { restaurantId } = restaurant;
  const { id, price } = restaurant.item("Soup");
  const dearer = { kind: "set", id, field: "price", was: price, to: price + 50 } as const;
  await editDraft(db.pool, { restaurantId, since: 0, edits: [dearer], userId, now: new Date() });
}

/** The first dish of the menu gets a photo, in a version of its own. */
async function showPhoto(db: TestDatabase, restaurantId: string): Promise<void> {
  const now = new Date();
  const kept = await addPhoto(db.pool, { restaurantId, photo: PLAIN_PHOTO, by: SERVER, now });
  await publishWithPhoto(db.pool, { restaurantId, photo: { ...kept, focus: PHOTO_CENTRE }, now });
}

/** Keys of the form that Stripe's have. */
async function keepKeys(db: TestDatabase, restaurantId: string): Promise<void> {
  const keys = {
    secretKey: "sk_test_aaaaaaaaaaaa",
    publishableKey: "pk_test_aaaaaaaaaaaa",
    webhookSecret: "whsec_aaaaaaaaaaaa",
  };
  const sealingKeys = paymentSealingKeys("a secret of the test");
  await changePaymentKeys(db.pool, {
    restaurantId,
    keys,
    sealingKeys,
    by: SERVER,
    now: new Date(),
  });
}

/** A second table at which somebody pays with the demonstration's card. */
async function pay(db: TestDatabase, restaurant: TestRestaurant): Promise<void> {
  const { restaurantId } = restaurant;
  const now = new Date();
  const table = await givenPayingTable(db.pool, restaurant, { table: 1 });
  await renameDiner(db.pool, { ...table, diner: "d1", name: FULL_GUEST });
  const by = { kind: "staff", id: uuidv7(), role: "waiter" } as const;
  const what = { kind: "charge", name: "Corkage", amount: 450, category: "drinks" } as const;
  const call = { restaurantId, sessionId: table.sessionId, by, once: uuidv7(), now };
  await adjustBill(db.pool, { ...call, what, reason: "their own wine" });
  const wish = await table.wish(1, { mode: "rest", amount: 450 });
  const payment = await readPaymentOfWish(db.pool, { ...table, key: wish });
  if (!payment) throw new Error("not reserved");
  await changeDemonstrationFaults(db.pool, restaurantId, NO_FAULTS);
  await createDemonstrationProvider(db.pool).start(chargeOf(restaurantId, payment));
  const paid = { restaurantId, paymentId: payment.id, now } as const;
  await payDemonstration(db.pool, { ...paid, outcome: "paid" });
  for (const news of await takeDemonstrationNews(db.pool, { ...paid, limit: 1 })) {
    await applyNews(db.pool, { ...news, ...paid, provider: "demonstration" });
  }
  const unknown = { paymentId: uuidv7(), sessionId: table.sessionId, at: now.getTime() };
  const money = { amount: 100, currency: "EUR", status: "captured" } as const;
  await noteUnknownCharges(db.pool, { restaurantId, charges: [{ ...unknown, ...money }], now });
  await sign(db, restaurantId);
  await anchorLedger(db.pool, { restaurantId, now });
}

/** The receipt is signed, and its day closed. */
async function sign(db: TestDatabase, restaurantId: string): Promise<void> {
  const now = new Date();
  const device = createPlainDevice();
  const claim = { restaurantId, now: later(now), leaseUntil: later(now) };
  for (const record of await claimFiscalRecord(db.pool, claim)) {
    await signReceipt(db.pool, { record, device });
  }
  const tomorrow = new Date(now.getTime() + 24 * 60 * 60 * 1000);
  await closePastDays(db.pool, { restaurantId, deviceOf: async () => device, now: tomorrow });
}

/** All rows of a restaurant in all tables, as one text that changes when any of them does. */
export async function dumpRestaurant(db: TestDatabase, restaurantId: string): Promise<string> {
  const dump: string[] = [];
  for (const { name, key } of await restaurantTables(db)) {
    const { rows } = await db.owner.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${name} t where ${key} = $1 order by 1`,
      [restaurantId],
    );
    dump.push(`${name}\n${rows.map(({ row }) => row).join("\n")}`);
  }
  return dump.join("\n\n");
}

/** Every table whose rows belong to a restaurant, and the column that says to which. */
export async function restaurantTables(
  db: TestDatabase,
): Promise<readonly { readonly name: string; readonly key: string }[]> {
  const { rows } = await db.owner.query<{ name: string; key: string }>(
    `select c.relname as name, a.attname as key
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and a.attname = case c.relname when 'restaurants' then 'id' else 'restaurant_id' end
     order by c.relname`,
  );
  return rows;
}
