/** The end of a run: waiting, with bounds, until everything that was begun has come to its end. */
import type { Database } from "@tureen/persistence/platform/database";
import { readRows } from "@tureen/persistence/platform/rows";
import { ofRestaurant } from "@tureen/persistence/platform/wire/index";
import { loadDocument } from "@tureen/persistence/table/load-document";
import { cartOf } from "@tureen/shared/table/document/cart";
import { readSession } from "@tureen/shared/table/document/session-document";
import * as Y from "yjs";
import { z } from "zod";
import type { AppGuest } from "./app/guest.ts";
import type { Replica } from "./checks/evidence.ts";
import { lineText } from "./checks/page-claims.ts";
import { becomes } from "./pause.ts";
import type { Phone } from "./phone.ts";
import type { KitchenScreen } from "./screen.ts";
import type { TableSimulation } from "./table-simulation.ts";

const waiting = z.object({ pending: z.int() });
const lastEvent = z.object({ last: z.int().nullable() });

/** A claim of a worker that died lapses after 15 s; a confirm that failed often waits up to 30 s. */
const QUEUE_PATIENCE_MS = 120_000;
const PHONES_PATIENCE_MS = 60_000;
const SCREENS_PATIENCE_MS = 30_000;

export interface RestOptions {
  readonly database: Database;
  readonly restaurantId: string;
  readonly simulations: readonly TableSimulation[];
  readonly app: AppGuest;
  readonly screens: readonly KitchenScreen[];
  readonly nodes: number;
  /** Told, in a sentence, what did not come to rest in time. */
  readonly onRestless: (sentence: string) => void;
}

/**
 * Waits until every phone is in sync, the queue is empty and every screen has seen everything;
 * returns what every phone holds then, and what a new phone at each node is given.
 */
export async function comeToRest(options: RestOptions): Promise<Replica[]> {
  const { database, restaurantId, simulations, screens, onRestless } = options;
  const everybody = simulations.flatMap((simulation) => simulation.phones);
  // A table that was being closed as the run ended may be so only now, and its phones are told: whether
  // that is true is judged by checks/endings.ts.
  const present = () => everybody.filter((phone) => !phone.over);
  if (!(await becomes(() => present().every((phone) => phone.saved), PHONES_PATIENCE_MS))) {
    const stuck = present()
      .filter((phone) => !phone.saved)
      .map((phone) => phone.condition);
    onRestless(`phones that never came back in sync: ${stuck.join("; ")}`);
  }
  if (!(await becomes(async () => (await pending(options)) === 0, QUEUE_PATIENCE_MS))) {
    onRestless(`confirms, wishes or provider tasks still waiting: ${await pending(options)}`);
  }
  for (const screen of screens) screen.reconnect();
  const lastEvent = await readLastEvent(options);
  const caughtUp = () => screens.every((screen) => screen.last >= lastEvent);
  if (!(await becomes(caughtUp, SCREENS_PATIENCE_MS))) {
    onRestless(`screens that never showed event ${lastEvent}`);
  }

  const fresh: Phone[] = [];
  try {
    for (const simulation of simulations) fresh.push(...simulation.witnesses(options.nodes));
    const all = [...present(), ...fresh];
    const heads = await readHeads(database, restaurantId, all);
    const behind = () => all.filter((phone) => !phone.saved || !sameHead(phone, heads));
    if (!(await becomes(() => behind().length === 0, PHONES_PATIENCE_MS))) {
      const stuck = behind().map((phone) => phone.condition);
      onRestless(`phones that never saw all of their table: ${stuck.join("; ")}`);
    }
    await appAtRest(options);
    return all.map((phone) => ({
      name: phone.name,
      session: phone.session,
      state: phone.state,
    }));
  } finally {
    for (const phone of fresh) phone.destroy();
  }
}

/** Waits until the app's page shows the cart of its table, and keeps in the record what it then shows. */
async function appAtRest({ database, restaurantId, app, onRestless }: RestOptions): Promise<void> {
  const sessionId = app.session;
  if (sessionId === undefined) return;
  const loaded = await loadDocument(database, { restaurantId, sessionId });
  if (!loaded) return;
  const view = readSession(loaded.doc);
  if (view.session.status !== "active") return;
  const wanted = cartOf(view).map(({ line, quantity }) => lineText({ ...line, quantity }));
  let shown = await app.cart();
  const isSame = async () => {
    shown = await app.cart();
    return shown?.map(lineText).sort().join() === wanted.sort().join();
  };
  if (!(await becomes(isSame, PHONES_PATIENCE_MS))) {
    onRestless(`the app's page never showed its table's cart of ${wanted.length} lines`);
  }
  if (shown) app.rested(shown);
}

async function pending({ database, restaurantId }: RestOptions): Promise<number> {
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    waiting,
    `select (select count(*) from sync_queue where restaurant_id = $1 and status = 'pending')
       + (select count(*) from payment_wishes where restaurant_id = $1 and status = 'pending')
       -- A hold is looked at for as long as its card is down.
       + (select count(*) from provider_tasks t
          join payments p on p.restaurant_id = t.restaurant_id and p.id = t.payment_id
          where t.restaurant_id = $1 and t.status = 'pending'
            and not (t.task = 'look' and p.status = 'authorised' and p.tab_closed_at is null))
       as pending`,
    [restaurantId],
  );
  return rows[0]?.pending ?? 0;
}

async function readLastEvent({ database, restaurantId }: RestOptions): Promise<number> {
  const rows = await readRows(
    ofRestaurant(database, restaurantId),
    lastEvent,
    "select max(event_number) as last from order_status_history where restaurant_id = $1",
    [restaurantId],
  );
  return rows[0]?.last ?? 0;
}

/** What each session's log knows of every client. */
async function readHeads(
  database: Database,
  restaurantId: string,
  phones: readonly Phone[],
): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>> {
  const heads = new Map<string, ReadonlyMap<number, number>>();
  for (const sessionId of new Set(phones.map((phone) => phone.session))) {
    const loaded = await loadDocument(database, { restaurantId, sessionId });
    if (loaded) heads.set(sessionId, Y.decodeStateVector(Y.encodeStateVector(loaded.doc)));
  }
  return heads;
}

function sameHead(phone: Phone, heads: ReadonlyMap<string, ReadonlyMap<number, number>>): boolean {
  const clocks = phone.stateVector;
  return [...(heads.get(phone.session) ?? [])].every(
    ([client, clock]) => (clocks.get(client) ?? 0) >= clock,
  );
}
