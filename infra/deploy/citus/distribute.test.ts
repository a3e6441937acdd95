import { readFile } from "node:fs/promises";
import { createTestDatabase, type TestDatabase } from "@tureen/persistence/testing/test-database";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase();
  await db.owner.query(STAND_IN);
});
afterEach(() => db.drop());

/**
 * Citus' two functions as far as its rules go that the catalog can tell: what it would refuse is
 * refused here, with its reason.
 */
const STAND_IN = `
create table spread (of regclass primary key, by text, beside regclass);

create function create_reference_table(t regclass) returns void language sql as $$
  insert into spread values (t, null, null)
$$;

create function create_distributed_table(t regclass, by text, colocate_with text default null)
returns void language plpgsql as $$
declare
  column_number smallint := (select attnum from pg_attribute where attrelid = t and attname = by);
  bad text;
begin
  select conname into bad from pg_constraint
    where conrelid = t and contype in ('p', 'u', 'x') and not conkey @> array[column_number];
  if found then raise exception 'constraint % does not contain %', bad, by; end if;
  select indexrelid::regclass into bad from pg_index
    where indrelid = t and indisunique and not indkey::smallint[] @> array[column_number];
  if found then raise exception 'unique index % does not contain %', bad, by; end if;

  if colocate_with is not null and not exists (select from spread s where s.of = colocate_with::regclass) then
    raise exception '% is not distributed', colocate_with;
  end if;
  insert into spread values (t, by, coalesce(colocate_with::regclass, t));
  select k.conname into bad from pg_constraint k
    left join spread s on s.of = k.confrelid
    where k.conrelid = t and k.contype = 'f' and case
      when s.of is null then true
      when s.by is null then false
      else s.beside <> (select beside from spread where of = t)
        or k.confdeltype not in ('a', 'r', 'c')
        or not exists (select from unnest(k.conkey, k.confkey) as pair (here, there)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = pair.there
          where pair.here = column_number and a.attname = s.by)
    end;
  if found then raise exception 'foreign key % leads elsewhere', bad; end if;

  select tgname into bad from pg_trigger g join pg_proc p on p.oid = g.tgfoid
    where g.tgrelid = t and not tgisinternal
      and (coalesce(current_setting('citus.enable_unsafe_triggers', true), '') <> 'on'
        or p.prosrc ~* '\\m(from|join|into|update)\\s+(public\\.)?(sessions|orders|order_items|order_status_history)\\M');
  if found then raise exception 'trigger % looks into other tables', bad; end if;
  select relname into bad from pg_class where oid = t and relrowsecurity;
  if found then raise exception '% has policies that ask for a setting', bad; end if;
end
$$;`;

const text = () => readFile(new URL("distribute.sql", import.meta.url), "utf8");

describe("infra/deploy/citus/distribute.sql", () => {
  test("spreads every table of a restaurant by it, side by side, within Citus' rules", async () => {
    await db.owner.query(await text());
    const { rows } = await db.owner.query<{ name: string; how: string }>(
      `select c.relname as name, case when s.of is null then 'coordinator'
           when s.by is null then 'everywhere' else s.by || ' beside ' || s.beside end as how
       from pg_class c left join spread s on s.of = c.oid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'spread'`,
    );
    const { rows: ofRestaurants } = await db.owner.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and a.attname = 'restaurant_id'`,
    );
    const wanted = new Map([
      ["restaurants", "everywhere"],
      ["rate_limits", "coordinator"],
      ...ofRestaurants.map(
        ({ name }) => [name, "restaurant_id beside restaurant_counters"] as const,
      ),
    ]);
    expect(new Map(rows.map(({ name, how }) => [name, how]))).toEqual(wanted);
  });

  test.each([
    ["create unique index on tables (label)", "unique index"],
    [
      "alter table payments add foreign key (restaurant_id, session_id) references loose",
      "payments_restaurant_id_session_id_fkey leads",
    ],
  ])("would be refused with: %s", async (change, why) => {
    await db.owner.query(
      "create table loose (restaurant_id uuid, id uuid, primary key (restaurant_id, id))",
    );
    await db.owner.query(change);
    await expect(db.owner.query(await text())).rejects.toThrow(why);
  });

  test("would be refused if a trigger that looks elsewhere stayed", async () => {
    const kept = (await text()).replace(/^DROP TRIGGER order_items_guard_insert.*$/m, "");
    await expect(db.owner.query(kept)).rejects.toThrow("order_items_guard_insert looks into");
  });
});
