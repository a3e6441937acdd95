import pg from "pg";
import { UnnamedClient } from "./plain-client.ts";
import { QuickPool } from "./quick-pool.ts";
import { noteSpread } from "./spread.ts";
import { withoutStatementNames } from "./unnamed-statements.ts";

export const WIRES = ["quick", "plain"] as const;

/** How statements reach Postgres (index.ts). */
export type Wire = (typeof WIRES)[number];

/**
 * Opens a pool whose statements go by this wire. With `unnamed` no statement is prepared under a name,
 * whoever names it: for a pooler in transaction mode, where what was prepared on one of its server
 * connections is not there on the next.
 */
export function openPool(
  config: pg.PoolConfig,
  { wire, unnamed }: { readonly wire: Wire; readonly unnamed: boolean },
): pg.Pool {
  const onConnect = async (client: pg.ClientBase) => {
    await noteSpread(client);
    await config.onConnect?.(client);
  };
  if (wire === "plain") {
    return new pg.Pool({ ...config, onConnect, ...(unnamed && { Client: UnnamedClient }) });
  }
  const pool = new QuickPool({ ...config, onConnect });
  if (unnamed) pool.on("connect", withoutStatementNames);
  return pool;
}
