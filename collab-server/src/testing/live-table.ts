import type { Database } from "@tureen/persistence/platform/database";
import { joinSession } from "@tureen/persistence/table/join-session";
import { loadDocument } from "@tureen/persistence/table/load-document";
import { openSession } from "@tureen/persistence/table/open-session";
import { givenRestaurant, later, type TestRestaurant } from "@tureen/persistence/testing/fixtures";
import {
  encodeDocument,
  readSession,
  type SessionView,
} from "@tureen/shared/table/document/session-document";
import type { BillTerms, DinerId, Line } from "@tureen/shared/table/document/types";
import { DINER_TOKEN_LIFE_MS, issueDinerToken } from "../platform/auth/tokens.ts";
import { LIVE_KEY } from "./live-node.ts";

/** An open table with diners d1, d2 … at it. */
export interface LiveTable {
  readonly restaurant: TestRestaurant;
  readonly restaurantId: string;
  readonly sessionId: string;
  readonly diners: readonly DinerId[];
  /** An access token; `lifeMs` from now, negative for one that has expired. */
  token(diner: DinerId, lifeMs?: number): Promise<string>;
  /** A line of this restaurant's menu, ready to be put in the cart. */
  line(note?: string): Line;
  /** The document as the log has it now. */
  logged(): Promise<{ view: SessionView; state: Uint8Array; seq: number }>;
}

/** Opens a table in a restaurant (a new one unless given) and seats some diners. */
export async function openLiveTable(
  database: Database,
  options: {
    diners?: number;
    restaurant?: TestRestaurant;
    table?: number;
    terms?: BillTerms;
  } = {},
): Promise<LiveTable> {
  const { diners = 2, table = 0 } = options;
  const restaurant = options.restaurant ?? (await givenRestaurant(database));
  const { restaurantId } = restaurant;
  const now = new Date();
  const opened = await openSession(database, {
    restaurantId,
    tableId: restaurant.tables[table]?.id ?? "",
    by: { kind: "diner", id: "d1" },
    pinLength: 6,
    now,
    expiresAt: later(now),
    host: { name: "Ana", refreshExpiresAt: later(now) },
    terms: options.terms,
  });
  const { sessionId, pin } = opened;
  for (let seat = 2; seat <= diners; seat += 1) {
    await joinSession(database, {
      ...{ restaurantId, sessionId, pin, name: "Bo", now },
      expiresAt: later(now),
      refreshExpiresAt: later(now),
    });
  }
  return {
    restaurant,
    restaurantId,
    sessionId,
    diners: Array.from({ length: diners }, (_, i) => `d${i + 1}`),
    async token(diner, lifeMs = DINER_TOKEN_LIFE_MS) {
      const issuedAt = Date.now() + lifeMs - DINER_TOKEN_LIFE_MS;
      const issued = await issueDinerToken(LIVE_KEY, { restaurantId, sessionId, diner }, issuedAt);
      return issued.token;
    },
    line: (note = "") => ({
      ...{ item: restaurant.item("Soup").id, options: [], note, for: "table" },
      at: Date.now(),
    }),
    async logged() {
      const loaded = await loadDocument(database, { restaurantId, sessionId });
      if (!loaded) throw new Error("no such session");
      return { view: readSession(loaded.doc), state: encodeDocument(loaded.doc), seq: loaded.seq };
    },
  };
}

/** How many portions of a line a diner has asked for, on all devices. */
export function portionOf(view: SessionView, lineId: string, diner: DinerId): number {
  return Object.entries(view.portions)
    .filter(([key]) => key.startsWith(`${lineId}/${diner}.`))
    .reduce((sum, [, portion]) => sum + portion, 0);
}
