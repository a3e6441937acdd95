/**
 * The worker's order transaction for pgbench: the statements of commit-confirm.ts and what it calls,
 * in their order, with the values that the worker would have computed.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { APP_ROLE } from "@tureen/persistence/platform/database";
import pg from "pg";

/** What the transactions are about. */
export interface OrderLoad {
  readonly restaurantId: string;
  readonly dish: { readonly item: string; readonly price: number; readonly menuVersion: number };
  /** As long as what the worker writes. */
  readonly logBytes: number;
  readonly resultBytes: number;
}

/**
 * The script. A colon before a letter or digit is a variable to pgbench, even within quotes. Each transaction takes the next of its client's confirms from `bench_confirms`.
 * Against pgbench it counts that Postgres makes the hashes here; for it, that nothing has to be
 * decided, and that the restaurant is named once for each connection.
 */
export function orderScript(load: OrderLoad, clients: number): string {
  const restaurant = `'${load.restaurantId}'::uuid`;
  const item = `'${load.dish.item}'::uuid`;
  return `
\\set turn :turn + 1
\\set n :turn * ${clients} + :client_id
begin;
select s.id as session, b.confirm_id as confirm, s.head_seq as head, table_id, status, pin, expires_at, next_seat
  from sessions s join bench_confirms b on b.session_id = s.id
  where s.restaurant_id = ${restaurant} and b.n = :n::int for no key update of s \\gset
select seq, state from session_snapshots
  where restaurant_id = ${restaurant} and session_id = :session::uuid and seq <= :head::bigint
  order by seq desc limit 1;
select seq, author, "update" from session_updates
  where restaurant_id = ${restaurant} and session_id = :session::uuid and seq > 0 order by seq limit 500;
select r.menu_version as version, q.created_at
  from restaurants r join sync_queue q on q.restaurant_id = r.id
  where r.id = ${restaurant} and q.session_id = :session::uuid and q.confirm_id = :confirm::text
  for share of r \\gset
select 1 from menu_items where restaurant_id = ${restaurant} and id = any(array[${item}])
  and stock is not null order by id for no key update;
select id, not (is_available and is_orderable) as out, stock from menu_items
  where restaurant_id = ${restaurant} and archived_at is null and id = any(array[${item}])
    and (not is_available or not is_orderable or stock is not null) order by id;
select v.id from menu_item_option_values v
  join menu_item_options o on o.restaurant_id = v.restaurant_id and o.id = v.option_id
  where v.restaurant_id = ${restaurant} and v.archived_at is null and not v.is_available
    and o.item_id = any(array[${item}]) order by v.id;
update restaurant_counters
  set next_event_number = next_event_number + 1, next_order_number = next_order_number + 1
  where restaurant_id = ${restaurant}
  returning next_event_number - 1 as event, next_order_number - 1 as number, last_event_hash as previous \\gset
insert into orders (restaurant_id, id, session_id, confirm_id, number, diner, menu_version,
    currency, total_minor, placed_at, status, status_at)
  values (${restaurant}, uuidv7(), :session::uuid, :confirm::text, :number::bigint, 'd1',
    ${load.dish.menuVersion}, 'EUR', ${load.dish.price}, now(), 'placed', now())
  returning id as "order" \\gset
insert into order_items (restaurant_id, id, order_id, position, line_id, menu_item_id, name,
    unit_price_minor, quantity, note, for_diner, allergens)
  select ${restaurant}, uuidv7(), :order::uuid, position, line_id, menu_item_id, name,
    unit_price_minor, quantity, note, for_diner, allergens
  from jsonb_to_recordset(jsonb_build_array(jsonb_build_object('position', 0,
      'line_id', 'd1-0000000000', 'menu_item_id', ${item}, 'name', 'Dish of the day',
      'unit_price_minor', ${load.dish.price}, 'quantity', 1, 'allergens', '[]'::jsonb)))
    as x (position int, line_id text, menu_item_id uuid, name text, unit_price_minor bigint,
      quantity int, note text, for_diner text, allergens text[])
  returning id as item \\gset
with items as (
  select * from jsonb_to_recordset(jsonb_build_array(jsonb_build_object('id', :item::text,
    'customizations', '[]'::jsonb, 'shares', jsonb_build_array(jsonb_build_object('diner', 'd1', 'quantity', 1)))))
    as x (id uuid, customizations jsonb, shares jsonb)
), customized as (
  insert into order_item_customizations (restaurant_id, order_item_id, position, option_id,
    option_name, value_id, value_name, price_delta_minor)
  select ${restaurant}, items.id, c.position, c.option_id, c.option_name, c.value_id, c.value_name,
    c.price_delta_minor
  from items, jsonb_to_recordset(items.customizations) as c (position int, option_id uuid,
    option_name text, value_id uuid, value_name text, price_delta_minor bigint)
)
insert into order_item_shares (restaurant_id, order_item_id, diner, quantity)
  select ${restaurant}, items.id, s.diner, s.quantity
  from items, jsonb_to_recordset(items.shares) as s (diner text, quantity int);
with entry as materialized (
  select (${restaurant}, :event::bigint, :order::uuid, null, 'placed', 'diner', 'd1', null, now(),
    tureen_order_digest(${restaurant}, :order::uuid), :previous::bytea, null)::order_status_history as row
), hashed as materialized (
  select row, tureen_history_hash(row) as hash from entry
), head as (
  update restaurant_counters set last_event_hash = hashed.hash from hashed
  where restaurant_id = ${restaurant}
)
insert into order_status_history (restaurant_id, event_number, order_id, from_status, to_status,
    actor_kind, actor_id, reason, at, order_digest, previous_hash, hash)
  select (row).restaurant_id, (row).event_number, (row).order_id, (row).from_status,
    (row).to_status, (row).actor_kind, (row).actor_id, (row).reason, (row).at,
    (row).order_digest, (row).previous_hash, hash
  from hashed;
update sync_queue
  set status = 'done', finished_at = now(), error = null,
    result = jsonb_build_object('decision', repeat('x', ${load.resultBytes}))
  where restaurant_id = ${restaurant} and session_id = :session::uuid
    and confirm_id = :confirm::text and status = 'pending';
with bumped as (
  update sessions set head_seq = head_seq + 1, last_activity_at = now()
  where restaurant_id = ${restaurant} and id = :session::uuid returning head_seq
)
insert into session_updates (restaurant_id, session_id, seq, author, "update", at)
  select ${restaurant}, :session::uuid, head_seq, 'server',
    decode(repeat('00', ${load.logBytes}), 'hex'), now()
  from bumped returning seq;
commit;
`;
}

/** Queues confirms at all the restaurant's tables in turn, numbered from 0 in `bench_confirms`. */
async function queueConfirms(
  client: pg.Client,
  restaurantId: string,
  count: number,
): Promise<void> {
  await client.query("drop table if exists bench_confirms");
  await client.query(
    "create table bench_confirms (n int primary key, session_id uuid not null, confirm_id text not null)",
  );
  await client.query(`grant select on bench_confirms to ${APP_ROLE}`);
  await client.query(
    `insert into bench_confirms
     select n, ids[1 + n % cardinality(ids)], 'd1-bench' || n
     from (select array_agg(id) as ids from sessions where restaurant_id = $1) s,
       generate_series(0, $2::int - 1) n`,
    [restaurantId, count],
  );
  await client.query(
    `insert into sync_queue (restaurant_id, session_id, confirm_id, payload, next_attempt_at, created_at)
     select $1, session_id, confirm_id, '{}', now(), now() from bench_confirms`,
    [restaurantId],
  );
  await client.query("analyze bench_confirms");
}

/** Runs the transaction with this many clients; returns how many were committed per second. */
export async function ordersPerSecond(
  databaseUrl: string,
  load: OrderLoad,
  options: {
    readonly pgbench: string;
    readonly clients: number;
    readonly seconds: number;
    /** More than can be ordered in that time. */
    readonly atMost: number;
  },
): Promise<number> {
  const { pgbench, clients, seconds, atMost } = options;
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  const folder = await mkdtemp(join(tmpdir(), "tureen-pgbench-"));
  try {
    await queueConfirms(owner, load.restaurantId, atMost);
    const script = join(folder, "order.sql");
    await writeFile(script, orderScript(load, clients));
    const { user, password, host, port, database } = owner;
    const child = spawn(
      pgbench,
      [
        ...["--no-vacuum", "--protocol=prepared", `--file=${script}`, "--define=turn=-1"],
        ...[`--client=${clients}`, "--jobs=1", `--time=${seconds}`],
      ],
      {
        env: {
          PATH: process.env.PATH ?? "",
          PGUSER: user,
          PGPASSWORD: password ?? "",
          PGHOST: host,
          PGPORT: String(port),
          PGDATABASE: database,
          PGOPTIONS: `-c role=${APP_ROLE} -c app.restaurant_id=${load.restaurantId}`,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const exited = once(child, "exit");
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = await exited;
    if (code !== 0) throw new Error(`pgbench ended with ${code}: ${err.slice(-2_000)}`);
    const rate = /^tps = ([\d.]+)/m.exec(out)?.[1];
    if (rate === undefined) throw new Error(`pgbench told no rate: ${out}`);
    return Number(rate);
  } finally {
    // Whatever is left would be taken for work.
    await owner.query(
      "delete from sync_queue where confirm_id like 'd1-bench%' and status = 'pending'",
    );
    await owner.end();
    await rm(folder, { recursive: true, force: true });
  }
}
