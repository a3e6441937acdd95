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
  if exists (select from pg_constraint where contype = 'f' and t in (conrelid, confrelid)) then
    raise exception '% has foreign keys while it is spread', t;
  end if;

  select tgname into bad from pg_trigger g join pg_proc p on p.oid = g.tgfoid
    where g.tgrelid = t and not tgisinternal
      and (coalesce(current_setting('citus.enable_unsafe_triggers', true), '') <> 'on'
        or p.prosrc ~ '\\(\\s*(NEW|OLD)\\s*\\)' and p.prosrc !~ 'to_jsonb');
  if found then raise exception 'trigger % passes its row on as the table''s', bad; end if;
end
$$;

create table everywhere (of regprocedure);
create function create_distributed_function(f regprocedure, by text default null,
  colocate_with text default null) returns void language plpgsql as $$
declare
  bad text;
begin
  select s.of::text into bad from pg_proc p, spread s
    where p.oid = f and p.prolang = (select oid from pg_language where lanname = 'sql')
      and p.pronargs > 0
      and p.prosrc ~* ('\\m(from|join|into|update)\\s+(public\\.)?' || s.of || '\\M');
  if found then raise exception '% reads % in SQL', f, bad; end if;
  insert into everywhere values (f);
end
$$;

create view foreign_keys_elsewhere as
  select k.conname as name from pg_constraint k
    join spread o on o.of = k.conrelid left join spread s on s.of = k.confrelid
    where k.contype = 'f' and case
      when s.of is null then true
      when s.by is null then false
      else s.beside <> o.beside
        or k.confdeltype not in ('a', 'r', 'c')
        or not exists (select from unnest(k.conkey, k.confkey) as pair (here, there)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.here
          join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.there
          where a.attname = o.by and b.attname = s.by)
    end;`;

const text = () => readFile(new URL("distribute.sql", import.meta.url), "utf8");

describe("infra/deploy/citus/distribute.sql", () => {
  test("spreads every table of a restaurant by it, side by side, within Citus' rules", async () => {
    await db.owner.query(await text());
    expect((await db.owner.query("select name from foreign_keys_elsewhere")).rows).toEqual([]);
    const { rows } = await db.owner.query<{ name: string; how: string }>(
      `select c.relname as name, case when s.of is null then 'coordinator'
           when s.by is null then 'everywhere' else s.by || ' beside ' || s.beside end as how
       from pg_class c left join spread s on s.of = c.oid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and c.relname not in ('spread', 'everywhere')`,
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

  test("leaves everything that protects rows where it was", async () => {
    const protection = async () => {
      const { rows } = await db.owner.query<{ what: string }>(
        `select c.relname || ' policies ' || c.relrowsecurity as what from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
             and c.relname not in ('spread', 'everywhere')
         union all select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger
           where not tgisinternal
         union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
           from pg_constraint where connamespace = 'public'::regnamespace
             and conrelid::regclass::text not in ('spread', 'everywhere')
         order by 1`,
      );
      return rows.map(({ what }) => what);
    };
    const before = await protection();
    await db.owner.query(await text());
    expect(await protection()).toEqual(before);
  });

  test("puts every function of the schema on every node, those that append by restaurant", async () => {
    await db.owner.query(await text());
    const { rows } = await db.owner.query<{ name: string }>(
      `select p.proname as name from pg_proc p
       where p.pronamespace = 'public'::regnamespace and p.proname like 'tureen%'
         and p.oid not in (select of from everywhere)`,
    );
    expect(rows).toEqual([]);
  });

  test.each([
    ["create unique index on tables (label)", "unique index"],
    [
      `create function tureen_bad(wanted uuid) returns bigint language sql as
         $$ select count(*) from orders where restaurant_id = wanted $$`,
      "tureen_bad(uuid) reads orders in SQL",
    ],
    [
      `create function tureen_bad() returns trigger language plpgsql as
         $$ begin perform tureen_history_hash(NEW); return NEW; end $$;
       create trigger bad before insert on order_status_history
         for each row execute function tureen_bad()`,
      "trigger bad passes its row on",
    ],
  ])("would be refused with: %s", async (change, why) => {
    await db.owner.query(change);
    await expect(db.owner.query(await text())).rejects.toThrow(why);
  });

  test("finds a foreign key that leads to another node", async () => {
    await db.owner.query(
      `create table loose (restaurant_id uuid, id uuid, primary key (restaurant_id, id));
       alter table payments add foreign key (restaurant_id, session_id) references loose`,
    );
    await db.owner.query(await text());
    expect((await db.owner.query("select name from foreign_keys_elsewhere")).rows).toEqual([
      { name: "payments_restaurant_id_session_id_fkey" },
    ]);
  });
});
