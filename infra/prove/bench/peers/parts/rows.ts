import pg from "pg";
import { tureen } from "../arms/tureen.ts";
import { type Bench, openRestaurant } from "../bench.ts";
import { countRound } from "../count-round.ts";
import { withTableSimulation } from "../table-simulation.ts";

const part = "rows";
const EDITS_PER_SECOND = 500;
/** As long as the update of a tap. */
const UPDATE_BYTES = 60;
const ROWS_PER_SESSION = 1_000;

/** What an edit costs when the log of past sessions is long. */
export async function measureRows(bench: Bench): Promise<void> {
  const { results, quick, say } = bench;
  const tables = quick ? 10 : 80;
  const [warmUp, seconds] = quick ? [1, 1] : [3, 4];
  const levels = quick ? [0, 20_000] : [0, 100_000, 1_000_000];
  results.note(
    part,
    `Tureen alone; ${EDITS_PER_SECOND} edits/s for ${seconds} s; tables only grow, so all rounds of one size come after each other`,
  );
  let filled = 0;
  for (const rows of levels) {
    const column = `${rows.toLocaleString("en")} older rows`;
    say(`${part}: ${column}`);
    await addOldRows(bench, rows - filled);
    filled = rows;
    for (let round = 1; round <= bench.rounds; round++) {
      say(`${part}, round ${round} of ${bench.rounds}: ${column}`);
      const opened = await openRestaurant(bench, round, tables);
      const stretch = await withTableSimulation(
        bench,
        tureen,
        opened,
        round,
        async (simulation) => {
          await simulation.connect();
          await simulation.open();
          await simulation.warmUp(warmUp);
          return simulation.drive(EDITS_PER_SECOND, seconds);
        },
      );
      const add = countRound(results, { part, column, round }, stretch.generator);
      if (!add) continue;
      add("acknowledged p50", "ms", stretch.acknowledged.p50);
      add("acknowledged p99", "ms", stretch.acknowledged.p99);
      add("server CPU per edit", "µs", stretch.serverCpuPerEditUs);
      add("Postgres CPU per edit", "µs", stretch.postgresCpuPerEditUs);
    }
  }
}

/** Logs of sessions of another restaurant; what is in them does not matter, nobody opens them. */
async function addOldRows(bench: Bench, rows: number): Promise<void> {
  if (rows <= 0) return;
  const { restaurantId } = await openRestaurant(
    bench,
    rows,
    Math.ceil(rows / ROWS_PER_SESSION / 5),
  );
  const client = new pg.Client({ connectionString: bench.databaseUrl });
  await client.connect();
  try {
    // Without looking up the session of every row, which exists.
    await client.query("set session_replication_role = replica");
    await client.query(
      `insert into session_updates (restaurant_id, session_id, seq, author, "update", at)
       select s.restaurant_id, s.id, s.head_seq + n, 'd1', decode(repeat('00', ${UPDATE_BYTES}), 'hex'), now()
       from sessions s, generate_series(1, $2::int / (
         select count(*)::int from sessions where restaurant_id = $1)) n
       where s.restaurant_id = $1`,
      [restaurantId, rows],
    );
    await client.query("vacuum analyze session_updates");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}
