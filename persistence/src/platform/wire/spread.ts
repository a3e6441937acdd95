/**
 * Connections to a database that Citus has spread over several machines (infra/deploy/citus). The
 * restaurant that a transaction names reaches the machine with its rows only in an open transaction,
 * and as a SET: set_config() in front of a statement stays on the machine that is asked.
 */
import type pg from "pg";
import { z } from "zod";
import { readRows } from "../rows.ts";
import { BIND, EXECUTE, SYNC } from "./bind-messages.ts";
import type { LeanStatement } from "./lean-types.ts";
import type { ScopeWire } from "./restaurant-scope.ts";

const answer = z.object({ spread: z.boolean().nullable() });

const spread = new WeakSet<object>();

/** Names the restaurant that is its parameter, as a statement without rows. */
export const ENTER_RESTAURANT = "select 1 where tureen_enter_restaurant($1)::text is null";

/** True where Citus takes along what a transaction has set. */
const IS_SPREAD =
  "select current_setting('citus.propagate_set_commands', true) = 'local' as spread";

/** The connection of a client of pg's; its types leave it out. */
export function connectionOf(client: object): object {
  return (client as { readonly connection: object }).connection;
}

/** Asks a new connection, before it is used, whether it leads to such a database. */
export async function noteSpread(client: pg.ClientBase): Promise<void> {
  const rows = await readRows(client, answer, IS_SPREAD);
  if (rows[0]?.spread) spread.add(connectionOf(client));
}

/** Whether a connection leads to such a database. */
export function isSpread(connection: object): boolean {
  return spread.has(connection);
}

/** How a statement is said on a connection. */
export function textFor(connection: object, { text, spread: call }: LeanStatement): string {
  return call !== undefined && isSpread(connection) ? call : text;
}

const PARSE = 0x50;

/** One statement that has neither parameters nor rows: Parse, Bind and Execute, without a name. */
function unnamed(text: string): Buffer {
  const parse = Buffer.from(`\0${text}\0\0\0`);
  const bind = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([message(PARSE, parse), message(BIND, bind), EXECUTE]);
}

function message(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head[0] = type;
  head.writeInt32BE(body.byteLength + 4, 1);
  return Buffer.concat([head, body]);
}

const BEGIN = unnamed("begin");
const COMMIT = unnamed("commit");

/** Writes what opens a transaction, in front of what runs in it. */
export function openTransaction({ stream }: ScopeWire): void {
  stream.write(BEGIN);
}

/** Writes what commits it, and a Sync. */
export function closeTransaction({ stream }: ScopeWire): void {
  stream.write(COMMIT);
  stream.write(SYNC);
}

/** Both around messages that end with their Sync. */
export function inTransaction(messages: Buffer): Buffer {
  return Buffer.concat([BEGIN, messages.subarray(0, -SYNC.byteLength), COMMIT, SYNC]);
}
