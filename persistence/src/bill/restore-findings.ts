/**
 * What a restore of the database took away, as phones and the payment provider know it. Nothing here is
 * believed: it is shown to staff, who know what was cooked and have the provider's own pages.
 */
import type { KnownLine, KnownTable } from "@tureen/shared/bill/lost-minutes";
import { TureenError } from "@tureen/shared/platform/errors";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant, type Queryable } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import type { ListedCharge } from "./providers/provider.ts";

/** How long after a restore phones are heard out, ms: as long as a place at a table can last. */
export const HEARD_FOR_MS = 24 * 60 * 60_000;

/** A restore: the minutes from `from` to `restoredAt` are lost; both ms since the epoch. */
export type Restore = Readonly<z.infer<typeof restoreRow>>;

const restoreRow = z.object({ from: z.int(), restoredAt: z.int() });

/** The newest restore of a restaurant's database that is not long past; null when there was none. */
export async function readRestore(
  q: Queryable,
  { restaurantId, now }: { readonly restaurantId: string; readonly now: Date },
): Promise<Restore | null> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    restoreRow,
    `select (details ->> 'lostFrom')::bigint as from,
       floor(extract(epoch from at) * 1000)::bigint as "restoredAt"
     from restore_findings where restaurant_id = $1 and kind = 'restore' and at > $2
     order by at desc limit 1`,
    [restaurantId, new Date(now.getTime() - HEARD_FOR_MS)],
  );
  return rows[0] ?? null;
}

const toldRow = z.object({ confirm: z.string(), order: z.string().nullable(), lines: z.unknown() });

/** An order that phones of a table have told and the database lacks. */
export interface ToldOrder {
  readonly confirm: string;
  readonly order: string | null;
  readonly lines: readonly KnownLine[];
}

/**
 * Writes down what a phone knows of its table and the database lacks, once for all who tell it; who knows
 * an order's outcome is believed over who does not. Returns what all phones of the table have told.
 */
export async function tellLost(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly sessionId: string;
    readonly tableId: string;
    readonly known: KnownTable;
    readonly now: Date;
  },
): Promise<ToldOrder[]> {
  const { restaurantId, sessionId, tableId, known, now } = input;
  return inRestaurant(database, restaurantId, async (tx) => {
    const before = [restaurantId, sessionId];
    await tx.query(
      `insert into restore_findings
         (restaurant_id, id, kind, subject, session_id, table_id, details, at)
       select c.restaurant_id, (k ->> 'id')::uuid, 'order', k -> 'known' ->> 'confirm', $2, $3, k -> 'known', $4
       from restaurant_counters c, jsonb_array_elements($5::jsonb) k
       where c.restaurant_id = $1 and not exists (select from orders o where o.restaurant_id = $1 and o.session_id = $2
         and o.confirm_id = k -> 'known' ->> 'confirm')
       on conflict (restaurant_id, kind, subject) do update set details = excluded.details
         where restore_findings.session_id = excluded.session_id
           and restore_findings.details ->> 'order' is null
           and excluded.details ->> 'order' is not null`,
      [...before, tableId, now, listed(known.orders)],
    );
    await tx.query(
      `insert into restore_findings
         (restaurant_id, id, kind, subject, session_id, table_id, details, at)
       select c.restaurant_id, (k ->> 'id')::uuid, 'payment', k -> 'known' ->> 'id', $2, $3,
         k -> 'known' || '{"source": "phone"}', $4
       from restaurant_counters c, jsonb_array_elements($5::jsonb) k
       where c.restaurant_id = $1 and not exists (select from payments p where p.restaurant_id = $1
         and p.id = (k -> 'known' ->> 'id')::uuid)
       on conflict do nothing`,
      [...before, tableId, now, listed(known.payments)],
    );
    tx.tell({ kind: "floor", restaurantId });
    const rows = await readRows(
      tx,
      toldRow,
      `select subject as confirm, details ->> 'order' as order, details -> 'lines' as lines
       from restore_findings
       where restaurant_id = $1 and session_id = $2 and kind = 'order' order by at, id`,
      before,
    );
    return rows.map((row) => ({ ...row, lines: row.lines as KnownLine[] }));
  });
}

/** What is told, each with an id, as JSON. */
const listed = (known: readonly object[]) =>
  JSON.stringify(known.map((each) => ({ id: uuidv7(), known: each })));

/**
 * Writes down charges of which the provider knows and the database does not. What it says takes the place
 * of what a phone told. Returns how many of them the database lacks.
 */
export async function noteUnknownCharges(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly charges: readonly ListedCharge[];
    readonly now: Date;
  },
): Promise<number> {
  const { restaurantId, charges, now } = input;
  if (charges.length === 0) return 0;
  return inRestaurant(database, restaurantId, async (tx) => {
    const { rowCount } = await tx.query(
      `insert into restore_findings
         (restaurant_id, id, kind, subject, session_id, table_id, details, at)
       select c.restaurant_id, (k ->> 'id')::uuid, 'payment', k -> 'known' ->> 'paymentId',
         (k -> 'known' ->> 'sessionId')::uuid, s.table_id,
         k -> 'known' || '{"source": "provider"}', $2
       from restaurant_counters c cross join jsonb_array_elements($3::jsonb) k
         left join sessions s on s.restaurant_id = c.restaurant_id
           and s.id = (k -> 'known' ->> 'sessionId')::uuid
       where c.restaurant_id = $1 and not exists (select from payments p where p.restaurant_id = $1
         and p.id = (k -> 'known' ->> 'paymentId')::uuid)
       on conflict (restaurant_id, kind, subject) do update
         set details = restore_findings.details || excluded.details`,
      [restaurantId, now, listed(charges)],
    );
    if (rowCount) tx.tell({ kind: "floor", restaurantId });
    return rowCount ?? 0;
  });
}

const findingRow = z.object({
  id: z.string(),
  kind: z.enum(["order", "payment"]),
  table: z.string().nullable(),
  by: z.enum(["phone", "provider"]),
  at: z.int().nullable(),
  amount: z.int(),
  currency: z.string(),
  number: z.int().nullable(),
  status: z.string().nullable(),
  dishes: z.array(z.object({ name: z.string().nullable(), quantity: z.int() })),
});

/** What a restore took away and nobody has dealt with, the oldest first. */
export async function readLost(
  database: Database,
  { restaurantId, limit = 500 }: { readonly restaurantId: string; readonly limit?: number },
): Promise<z.infer<typeof findingRow>[]> {
  return readRows(
    ofRestaurant(database, restaurantId),
    findingRow,
    `select f.id, f.kind, t.label as table, coalesce(f.details ->> 'source', 'phone') as by,
       (f.details ->> 'at')::bigint as at,
       case f.kind when 'order' then (f.details ->> 'total')::bigint
         else (f.details ->> 'amount')::bigint + coalesce((f.details ->> 'tip')::bigint, 0)
         end as amount,
       coalesce(f.details ->> 'currency', trim(r.currency)) as currency,
       (f.details ->> 'number')::int as number, f.details ->> 'status' as status,
       coalesce((select jsonb_agg(jsonb_build_object('name', i.name, 'quantity', l -> 'quantity'))
         from jsonb_array_elements(f.details -> 'lines') l
           left join menu_items i on i.restaurant_id = f.restaurant_id
             and i.id = (l ->> 'item')::uuid), '[]') as dishes
     from restore_findings f
       join restaurants r on r.id = f.restaurant_id
       left join tables t on t.restaurant_id = f.restaurant_id and t.id = f.table_id
     where f.restaurant_id = $1 and f.kind in ('order', 'payment') and f.settled_at is null
     order by f.at, f.id limit $2`,
    [restaurantId, limit],
  );
}

/** Staff have dealt with a finding; a second time changes nothing. Throws "not-found". */
export async function settleLost(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly findingId: string;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, findingId, by, now } = input;
  await inRestaurant(database, restaurantId, async (tx) => {
    const rows = await readRows(
      tx,
      z.object({ kind: z.string(), subject: z.string(), settled: z.boolean() }),
      `select kind, subject, settled_at is not null as settled from restore_findings
       where restaurant_id = $1 and id = $2 and kind in ('order', 'payment') for update`,
      [restaurantId, findingId],
    );
    const [found] = rows;
    if (!found) throw new TureenError("not-found");
    if (found.settled) return;
    await tx.query(
      `update restore_findings set settled_at = $3, settled_by = $4
       where restaurant_id = $1 and id = $2`,
      [restaurantId, findingId, now, by.id],
    );
    const details = { kind: found.kind, subject: found.subject };
    const action = "restore.settle";
    await recordActivity(tx, { restaurantId, sessionId: null, by, action, details, now });
    tx.tell({ kind: "floor", restaurantId });
  });
}
