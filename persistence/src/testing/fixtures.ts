import { toldText } from "@tureen/shared/menu/formats/report";
import { itemsById, type Menu, type MenuItem } from "@tureen/shared/menu/menu";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import { accountsOf } from "@tureen/shared/table/document/cart";
import { dinerAt, newClientId } from "@tureen/shared/table/document/keys";
import {
  DinerEdits,
  newDinerDocument,
  readSession,
} from "@tureen/shared/table/document/session-document";
import type { BillTerms, Confirm, Line, Mark } from "@tureen/shared/table/document/types";
import { unitPrice } from "@tureen/shared/table/pricing";
import * as Y from "yjs";
import { importMenu } from "../menu/import-menu.ts";
import { readMenu } from "../menu/read-menu.ts";
import { type Database, transaction } from "../platform/database.ts";
import { createRestaurant } from "../staff/create-restaurant.ts";
import { type AppendOutcome, appendUpdates } from "../table/append-updates.ts";
import { loadDocument } from "../table/load-document.ts";
import { openSession } from "../table/open-session.ts";

const HOUR_MS = 3_600_000;

/** One hour after `now`. */
export const later = (now: Date) => new Date(now.getTime() + HOUR_MS);

/** A small menu with options and allergens. */
export const SMALL_MENU = {
  name: "Test Kitchen",
  currency: "EUR",
  locale: "en",
  categories: [
    {
      name: "Mains",
      items: [
        { name: "Soup", price: "4.50", allergens: ["celery"] },
        {
          name: "Pizza",
          price: "9.00",
          code: "P1",
          options: [
            {
              name: "Size",
              min: 1,
              max: 1,
              values: [
                { name: "Small", price_delta: "0.00" },
                { name: "Large", price_delta: "2.50" },
              ],
            },
          ],
        },
      ],
    },
    { name: "Drinks", items: [{ name: "Water", price: "2.00" }] },
  ],
};

export interface TestRestaurant {
  readonly restaurantId: string;
  readonly slug: string;
  readonly tables: readonly {
    readonly id: string;
    readonly label: string;
    readonly code: string;
  }[];
  readonly menu: Menu;
  readonly item: (name: string) => MenuItem;
}

/** A restaurant with some tables and the small menu, or another one. */
export async function givenRestaurant(
  database: Database,
  { tables = 2, menu = SMALL_MENU as unknown } = {},
): Promise<TestRestaurant> {
  const now = new Date();
  const parsed = parseMenuFile(menu);
  if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${toldText(parsed.problem)}`);
  const { file } = parsed;
  const made = await transaction(database, async (tx) => {
    const restaurant = await createRestaurant(tx, { ...file, tables, now });
    await importMenu(tx, { restaurantId: restaurant.restaurantId, file, now });
    return restaurant;
  });
  const { menu: published } = await readMenu(database, made);
  const item = (name: string) => {
    const found = [...itemsById(published).values()].find((i) => i.name === name);
    if (!found) throw new Error(`no dish ${name}`);
    return found;
  };
  return { ...made, menu: published, item };
}

export interface TestTable {
  readonly restaurantId: string;
  readonly sessionId: string;
  readonly pin: string;
  readonly phone: TestPhone;
}

/** An open table with its host's phone. */
export async function givenTable(
  database: Database,
  restaurant: TestRestaurant,
  table = 0,
  terms?: BillTerms,
): Promise<TestTable> {
  const now = new Date();
  const { restaurantId } = restaurant;
  const tableId = restaurant.tables[table]?.id ?? "";
  const { sessionId, pin } = await openSession(database, {
    restaurantId,
    tableId,
    by: { kind: "diner", id: "d1" },
    pinLength: 6,
    now,
    expiresAt: later(now),
    host: { name: "Ana", refreshExpiresAt: later(now) },
    terms,
  });
  const phone = new TestPhone(database, { restaurantId, sessionId }, 1);
  await phone.receive();
  return { restaurantId, sessionId, pin, phone };
}

/** A diner's phone that talks to the log without a server between. */
export class TestPhone {
  readonly doc: Y.Doc;
  readonly diner: string;
  readonly edits: DinerEdits;
  readonly #database: Database;
  readonly #key: { restaurantId: string; sessionId: string };
  #sent: Uint8Array;

  constructor(database: Database, key: { restaurantId: string; sessionId: string }, seat: number) {
    this.#database = database;
    this.#key = key;
    this.diner = dinerAt(seat);
    this.doc = newDinerDocument(newClientId(seat));
    this.edits = new DinerEdits(this.doc, this.diner);
    this.#sent = Y.encodeStateVector(this.doc);
  }

  /** Reads everything from the log. */
  async receive(): Promise<void> {
    await loadDocument(this.#database, this.#key, { into: this.doc });
    this.#sent = Y.encodeStateVector(this.doc);
  }

  /** Appends everything written since the last time. */
  async send(now = new Date()): Promise<AppendOutcome> {
    const update = Y.encodeStateAsUpdate(this.doc, this.#sent);
    const confirms = Object.entries(readSession(this.doc).confirms)
      .filter(([id]) => id.startsWith(`${this.diner}-`))
      .map(([id, confirm]) => ({ id, confirm }));
    const wishes = Object.entries(readSession(this.doc).wishes)
      .filter(([id]) => id.startsWith(`${this.diner}-`))
      .map(([id, wish]) => ({ id, wish }));
    const mark = readSession(this.doc).marks[this.diner] as Mark | undefined;
    const [outcome] = await appendUpdates(this.#database, {
      restaurantId: this.#key.restaurantId,
      entries: [
        {
          sessionId: this.#key.sessionId,
          author: this.diner,
          update,
          confirms,
          wishes,
          mark: mark ?? null,
        },
      ],
      now,
      expiresAt: later(now),
    });
    this.#sent = Y.encodeStateVector(this.doc);
    if (!outcome) throw new Error("no outcome");
    return outcome;
  }

  /** Puts a dish in the cart; sends it. */
  async add(
    item: MenuItem,
    quantity = 1,
    options: Line["options"] = [],
    note = "",
  ): Promise<string> {
    const line = { item: item.id, options, note, for: "table", at: Date.now() } as const;
    const id = this.edits.addLine(line, quantity);
    await this.send();
    return id;
  }

  /** Confirms these lines at the prices of this menu; sends it. */
  async confirm(
    restaurant: TestRestaurant,
    lines: readonly { readonly line: string; readonly quantity: number }[],
    overrides: Partial<Confirm> = {},
  ): Promise<string> {
    const id = this.writeConfirm(restaurant, lines, overrides);
    await this.send();
    return id;
  }

  /** Writes a confirm without sending it. */
  writeConfirm(
    restaurant: TestRestaurant,
    lines: readonly { readonly line: string; readonly quantity: number }[],
    overrides: Partial<Confirm> = {},
  ): string {
    const view = readSession(this.doc);
    const items = itemsById(restaurant.menu);
    const priced = lines.map(({ line, quantity }) => {
      const wanted = view.lines[line];
      const item = wanted && items.get(wanted.item);
      if (!wanted || !item) throw new Error(`no line ${line}`);
      const ordered = accountsOf(view).get(line)?.ordered ?? 0;
      return { line, quantity, unitPrice: unitPrice(item, wanted.options), ordered };
    });
    return this.edits.confirm({
      lines: priced,
      total: priced.reduce((sum, l) => sum + l.quantity * l.unitPrice, 0),
      menuVersion: restaurant.menu.version,
      at: Date.now(),
      ...overrides,
    });
  }
}
