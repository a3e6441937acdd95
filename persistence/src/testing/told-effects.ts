import type { Database } from "../platform/database.ts";
import type { Effect } from "../platform/effects.ts";

/** What is committed through a pool from now on has these effects. */
export function toldEffects(database: Pick<Database, "effects">): Effect[] {
  const told: Effect[] = [];
  database.effects.handTo(async (effects) => void told.push(...effects));
  return told;
}
