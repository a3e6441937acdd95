import { readMenuVersion } from "@tureen/persistence/menu/read-menu";
import {
  type Database,
  inRestaurant,
  type Transaction,
} from "@tureen/persistence/platform/database";
import { readRows } from "@tureen/persistence/platform/rows";
import { itemsById, type Menu, type MenuItem } from "@tureen/shared/menu/menu";
import { nextStatus } from "@tureen/shared/orders/status";
import type { LogEntry } from "@tureen/shared/replay/recording";
import { dinerAt, newClientId } from "@tureen/shared/table/document/keys";
import { DinerEdits, editAsServer } from "@tureen/shared/table/document/session-document";
import type { Order } from "@tureen/shared/table/document/types";
import * as Y from "yjs";
import { z } from "zod";

const lastTable = z.object({ tableId: z.string(), version: z.int() });

const EDITS = 20_000;
const DINERS = 6;
const NAMES = ["Ana", "Ben", "Chiara", "Dương", "Elif", "Farid"];
const EDIT_EVERY_MS = 600;
/** Prime to the number of diners, so that all of them take dishes. */
const NEW_LINE_EVERY = 35;
const CONFIRM_EVERY = 401;
const MOVE_EVERY = 67;
/** A line that was made so long before it came had to wait for a signal. */
const OFFLINE_EVERY = 20;
const OFFLINE_MS = 90_000;
const LOG_PAGE = 1_000;

/**
 * Writes a closed session of 20,000 edits straight into the log of a restaurant: six guests, orders
 * and rejections, phones that lose their signal. Returns its id. Its orders are in the document only.
 */
export function insertLongSession(
  database: Database,
  restaurant: { readonly restaurantId: string; readonly now: Date },
): Promise<string> {
  return inRestaurant(database, restaurant.restaurantId, (tx) => insert(tx, restaurant));
}

async function insert(
  database: Transaction,
  { restaurantId, now }: { readonly restaurantId: string; readonly now: Date },
): Promise<string> {
  const rows = await readRows(
    database,
    lastTable,
    `select t.id as "tableId", (select max(version) from menu_versions v
       where v.restaurant_id = t.restaurant_id) as version
     from tables t where t.restaurant_id = $1 order by t.label desc limit 1`,
    [restaurantId],
  );
  const [found] = rows;
  const menu = found && (await readMenuVersion(database, { restaurantId, version: found.version }));
  if (!found || !menu) throw new Error("The restaurant has no table or no menu.");
  const openedAt = now.getTime() - EDITS * EDIT_EVERY_MS;
  const log = longSession(menu, openedAt);
  const sessionId = crypto.randomUUID();
  const key = [restaurantId, sessionId];
  await database.query(
    `insert into sessions (restaurant_id, id, table_id, status, pin, head_seq, opened_by, opened_at,
       last_activity_at, expires_at, closed_at, next_seat, menu_version)
     values ($1, $2, $3, 'closed', '000000000000', $4, 'diner', $5, $6, $6, $6, $7, $8)`,
    [...key, found.tableId, log.length, new Date(openedAt), now, DINERS + 1, found.version],
  );
  for (const [i, name] of NAMES.entries()) {
    await database.query(
      `insert into users (restaurant_id, session_id, id, role, display_name, seat, diner, is_host,
         created_at)
       values ($1, $2, $3, 'diner', $4, $5, $6, $7, $8)`,
      [...key, crypto.randomUUID(), name, i + 1, dinerAt(i + 1), i === 0, new Date(openedAt)],
    );
  }
  for (let from = 0; from < log.length; from += LOG_PAGE) {
    const page = log.slice(from, from + LOG_PAGE);
    await database.query(
      `insert into session_updates (restaurant_id, session_id, seq, author, "update", at)
       select k.restaurant_id, $2, seq, author, body, at
       from restaurant_counters k,
         unnest($3::bigint[], $4::text[], $5::bytea[], $6::timestamptz[])
           as l (seq, author, body, at)
       where k.restaurant_id = $1`,
      [
        ...key,
        page.map((entry) => entry.seq),
        page.map((entry) => entry.author),
        page.map((entry) => Buffer.from(entry.update)),
        page.map((entry) => new Date(entry.at)),
      ],
    );
  }
  return sessionId;
}

/** The log of such a session, with the same shape each time. */
function longSession(menu: Menu, openedAt: number): LogEntry[] {
  const dishes = [...itemsById(menu).values()].filter((item) => item.options.every((o) => !o.min));
  const doc = new Y.Doc();
  const log: LogEntry[] = [];
  const now = () => openedAt + log.length * EDIT_EVERY_MS;
  const clients = Array.from({ length: DINERS }, (_, i) => newClientId(i + 1));
  /** One document for all of them: they write as themselves, and see each other at once. */
  const asDiner = (seat: number, edit: (edits: DinerEdits) => void) => {
    doc.clientID = clients[seat - 1] ?? 0;
    doc.once("update", (update: Uint8Array) => {
      log.push({ seq: log.length + 1, author: dinerAt(seat), at: now(), update });
    });
    doc.transact(() => edit(new DinerEdits(doc, dinerAt(seat))));
  };
  const asServer = (edit: Parameters<typeof editAsServer>[1]) => {
    const update = editAsServer(doc, edit);
    if (update) log.push({ seq: log.length + 1, author: "server", at: now(), update });
  };

  asServer((edits) => {
    const { currency, version: menuVersion } = menu;
    edits.facts({ table: "12", status: "active", currency, menuVersion, openedAt, answered: {} });
  });
  for (let seat = 1; seat <= DINERS; seat++) {
    asServer((edits) => edits.diner({ seat, colour: seat - 1, host: seat === 1 }));
  }
  const lines: { id: string; dish: MenuItem }[] = [];
  const open: string[] = [];
  let orders = 0;
  for (let n = 0; log.length < EDITS - 1; n++) {
    const seat = (n % DINERS) + 1;
    const dish = dishes[n % dishes.length];
    const line = lines[(n * 7) % (lines.length || 1)];
    if (dish && n % NEW_LINE_EVERY === 0 && lines.length < 900) {
      const waited = lines.length % OFFLINE_EVERY === OFFLINE_EVERY - 1 ? OFFLINE_MS : 0;
      const value = {
        ...{ item: dish.id, options: [], note: "", at: now() - waited },
        for: n % 2 === 0 ? "table" : dinerAt(seat),
      } as const;
      asDiner(seat, (edits) => lines.push({ id: edits.addLine(value, 2), dish }));
    } else if (n % CONFIRM_EVERY === 0) {
      const wanted = lines.slice(-4);
      const at = now();
      const total = wanted.reduce((sum, each) => sum + each.dish.price, 0);
      let confirm = "";
      asDiner(seat, (edits) => {
        const priced = wanted.map(({ id, dish: { price } }) => ({
          ...{ line: id, quantity: 1, unitPrice: price, ordered: 0 },
        }));
        confirm = edits.confirm({ lines: priced, total, menuVersion: menu.version, at });
      });
      const [first] = wanted;
      if (first && n % (CONFIRM_EVERY * 4) === 0) {
        const rejected = [{ line: first.id, code: "sold-out", left: 0 }] as const;
        asServer((edits) =>
          edits.receipt(confirm, { ok: false, code: "lines", lines: rejected, at }),
        );
        continue;
      }
      const id = crypto.randomUUID();
      const number = ++orders;
      open.push(id);
      asServer((edits) => {
        edits.order(id, orderOf({ confirm, number, seat, wanted, total, at, menu }));
        edits.receipt(confirm, { ok: true, order: id, number, at });
      });
    } else if (n % MOVE_EVERY === 0 && open[0] !== undefined) {
      const id = open[0];
      const order = doc.getMap<Order>("orders").get(id);
      const status = order && nextStatus(order.status);
      if (status) asServer((edits) => edits.orderProgress(id, { status, statusAt: now() }));
      if (status === "served" || !status) open.shift();
    } else if (line) {
      // Up and down in turn, so that no portion reaches its bound.
      asDiner(seat, (edits) => edits.tap(line.id, Math.floor(n / DINERS) % 2 === 0 ? 1 : -1));
    }
  }
  asServer((edits) => edits.facts({ status: "closed" }));
  doc.destroy();
  return log;
}

function orderOf(from: {
  readonly confirm: string;
  readonly number: number;
  readonly seat: number;
  readonly wanted: readonly { readonly id: string; readonly dish: MenuItem }[];
  readonly total: number;
  readonly at: number;
  readonly menu: Menu;
}): Order {
  const { confirm, number, seat, wanted, total, at, menu } = from;
  return {
    ...{ number, confirm, by: dinerAt(seat), total, currency: menu.currency },
    ...{ status: "placed", at, statusAt: at },
    lines: wanted.map(({ id, dish }) => ({
      ...{ line: id, item: dish.id, name: dish.name, choices: [], note: "", for: "table" },
      ...{ quantity: 1, unitPrice: dish.price, shares: { [dinerAt(seat)]: 1 } },
    })),
  };
}
