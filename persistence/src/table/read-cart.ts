import { TureenError } from "@tureen/shared/platform/errors";
import { type CartLine, cartOf } from "@tureen/shared/table/document/cart";
import { readSession } from "@tureen/shared/table/document/session-document";
import type { DinerId } from "@tureen/shared/table/document/types";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { loadDocument, type SessionKey } from "./load-document.ts";

const named = z.object({ diner: z.string(), name: z.string().nullable() });

/** What is in a table's cart, and the names of those who sit or sat there. */
export interface Cart {
  readonly lines: readonly CartLine[];
  /** Null where a name was erased. */
  readonly names: ReadonlyMap<DinerId, string | null>;
}

/**
 * Reads what is in a session's cart and has not been ordered, as of the head of its log: edits that a
 * phone has kept to itself are not in it. Rebuilds the document, so it is for single questions.
 * Throws "session-unknown", "log-gone".
 */
export async function readCart(database: Database, key: SessionKey): Promise<Cart> {
  const loaded = await loadDocument(database, key);
  if (!loaded) throw new TureenError("session-unknown");
  const lines = cartOf(readSession(loaded.doc));
  loaded.doc.destroy();
  const rows = await readRows(
    ofRestaurant(database, key.restaurantId),
    named,
    `select diner, display_name as name from users
     where restaurant_id = $1 and session_id = $2`,
    [key.restaurantId, key.sessionId],
  );
  return { lines, names: new Map(rows.map(({ diner, name }) => [diner, name])) };
}
