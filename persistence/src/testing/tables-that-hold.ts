import type { TestDatabase } from "./test-database.ts";

/**
 * The tables in which some row holds a text in any column: as text, within JSON, or as UTF-8 within
 * bytes such as those of a document.
 */
export async function tablesThatHold(db: TestDatabase, text: string): Promise<string[]> {
  const { rows: tables } = await db.owner.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  if (tables.length <= 20) throw new Error("these are not all tables");
  const found: string[] = [];
  const hex = Buffer.from(text).toString("hex");
  for (const { name } of tables) {
    const { rowCount } = await db.owner.query(
      `select 1 from ${name} t where strpos(t::text, $1) > 0 or strpos(t::text, $2) > 0 limit 1`,
      [text, hex],
    );
    if (rowCount) found.push(name);
  }
  return found;
}
