import { afterAll, beforeAll, expect, test } from "vitest";
import { givenRestaurant, givenTable } from "../../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";

let db: TestDatabase;
let sessionId: string;
beforeAll(async () => {
  db = await createTestDatabase();
  ({ sessionId } = await givenTable(db.pool, await givenRestaurant(db.pool)));
});
afterAll(() => db.drop());

/** What a column may not be, and under which name that is refused. */
const BROKEN = [
  ["status = 'asleep'", "sessions_status_known"],
  ["status = 'closed'", "sessions_closed_at_when_over"],
  ["closed_at = now()", "sessions_closed_at_when_over"],
  ["opened_by = 'ghost'", "sessions_opened_by_known"],
  ["log_state = 'burnt'", "sessions_log_state_known"],
  ["pin = '12a4'", "sessions_pin_shape"],
  ["pin = '123'", "sessions_pin_shape"],
  ["next_seat = 0", "sessions_next_seat_bounds"],
  ["next_seat = 202", "sessions_next_seat_bounds"],
  ["menu_version = -1", "sessions_menu_version_positive"],
] as const;

const refused = (constraint: string) => ({ code: "23514", constraint, table: "sessions" });

test.each(BROKEN)("a session does not become %s (%s)", async (change, constraint) => {
  const changed = db.owner.query(`update sessions set ${change} where id = $1`, [sessionId]);
  await expect(changed).rejects.toMatchObject(refused(constraint));
});

// Edits only add to it.
const BEGINNINGS = [...BROKEN, ["head_seq = -1", "sessions_head_seq_positive"]] as const;

test.each(BEGINNINGS)("no session begins with %s (%s)", async (change, constraint) => {
  const [column, value] = change.split(" = ") as [string, string];
  const { rows } = await db.owner.query<{ names: string }>(
    `select string_agg(column_name, ', ') as names from information_schema.columns
     where table_name = 'sessions' and column_name <> $1`,
    [column],
  );
  const names = rows[0]?.names;
  const inserted = db.owner.query(
    `insert into sessions (${names}, ${column}) select ${names}, ${value} from sessions where id = $1`,
    [sessionId],
  );
  await expect(inserted).rejects.toMatchObject(refused(constraint));
});

test("what an edit changes of a session is written without any check", async () => {
  const { rows } = await db.owner.query<{ "QUERY PLAN": string }>(
    `explain (analyze) update sessions
       set head_seq = head_seq + 1, last_activity_at = now(), expires_at = expires_at
     where id = '${sessionId}'`,
  );
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(plan).toContain("Update on sessions");
  expect(plan).not.toContain("Trigger");
  const { rows: checks } = await db.owner.query(
    "select conname from pg_constraint where conrelid = 'sessions'::regclass and contype = 'c'",
  );
  expect(checks).toEqual([]);
});
