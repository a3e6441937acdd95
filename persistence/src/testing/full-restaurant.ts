import { encodeDocument } from "@tureen/shared/table/document/session-document";
import { uuidv7 } from "uuidv7";
import { createAuthSession } from "../platform/auth-sessions.ts";
import { type Credentials, createStaffForEveryRole } from "../staff/staff-accounts.ts";
import { loadDocument } from "../table/load-document.ts";
import { writeSnapshot } from "../table/write-snapshot.ts";
import { decide } from "./confirmed.ts";
import {
  givenRestaurant,
  givenTable,
  later,
  type TestRestaurant,
  type TestTable,
} from "./fixtures.ts";
import type { TestDatabase } from "./test-database.ts";

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
  const table = await givenTable(db.pool, restaurant);
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
  await db.owner.query(
    `insert into payments (restaurant_id, id, session_id, order_id, method, currency,
       amount_minor, status, idempotency_key, created_at, status_at)
     values ($1, $2, $3, $4, 'cash', 'EUR', 100, 'captured', $5, $6, $6)`,
    [restaurantId, uuidv7(), sessionId, receipt.order, `paid-${sessionId}`, now],
  );
  return { ...restaurant, table, orderId: receipt.order, staff };
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
