/** The floor of durable first: a frame goes to the others, unread, when it stands in Postgres. */
import pg from "pg";
import { serveRelay } from "./relay.ts";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, min: 5, max: 20 });
await pool.query(`create table if not exists relayed_frames (
  id bigint generated always as identity primary key, frame bytea not null)`);

serveRelay(async (frame, passOn) => {
  const text = "insert into relayed_frames (frame) values ($1)";
  await pool.query({ name: "log", text, values: [frame] });
  passOn();
});
