/**
 * Makes recorded sessions in memory, with the code that makes them in production but for Postgres:
 * phones write, the guard lets in, the log grows, confirms are decided. For tests of the replay.
 */
import { expect } from "vitest";
import * as Y from "yjs";
import { dueBeforeOrder } from "../../bill/rounds.ts";
import type { Availability } from "../../menu/availability.ts";
import { itemsById, type Menu } from "../../menu/menu.ts";
import { decisionClock, menuByClock } from "../../menu/timing/decision-clock.ts";
import type { Service } from "../../menu/timing/rules.ts";
import { decideConfirm, orderTotal } from "../../orders/decide.ts";
import { accountsOf, cartOf } from "../../table/document/cart.ts";
import { inspectUpdate } from "../../table/document/guard.ts";
import { dinerAt, makerOf, newClientId } from "../../table/document/keys.ts";
import type { OrderStatus } from "../../table/document/order-status.ts";
import {
  DinerEdits,
  editAsServer,
  newDinerDocument,
  readSession,
  type ServerEdits,
} from "../../table/document/session-document.ts";
import type { Line, Receipt } from "../../table/document/types.ts";
import { unitPrice } from "../../table/pricing.ts";
import type { LogEntry, QueuedConfirm, RecordedOrder, Recording } from "../recording.ts";
import { orderInDocument, orderInPostgres } from "../rederive.ts";

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export const SOUP = uuid(1);
export const PIZZA = uuid(2);
export const SIZE = uuid(3);
export const SMALL = uuid(4);
export const LARGE = uuid(5);

/** Soup at 4.50, and pizza at 9.00 which is large for 2.50 more. */
export const MENU: Menu = {
  restaurantId: uuid(100),
  version: 1,
  name: "Test Kitchen",
  currency: "EUR",
  locale: "en",
  categories: [
    {
      id: uuid(101),
      name: "Mains",
      items: [
        { id: SOUP, name: "Soup", price: 450, allergens: ["celery"], additives: [], options: [] },
        {
          id: PIZZA,
          name: "Margherita",
          price: 900,
          allergens: [],
          additives: [],
          options: [
            {
              id: SIZE,
              name: "Size",
              min: 1,
              max: 1,
              values: [
                { id: SMALL, name: "small", priceDelta: 0 },
                { id: LARGE, name: "large", priceDelta: 250 },
              ],
            },
          ],
        },
      ],
    },
  ],
};

/** A phone at the table; `offline` ones send and receive nothing. */
interface Phone {
  readonly doc: Y.Doc;
  readonly edits: DinerEdits;
  /** What it has not sent yet. */
  readonly waiting: Uint8Array[];
  offline: boolean;
}

export class SessionMaker {
  readonly log: LogEntry[] = [];
  readonly confirms: QueuedConfirm[] = [];
  readonly orders: RecordedOrder[] = [];
  /** What the next thing is dated; moves on by a second with each. */
  now = Date.UTC(2026, 4, 3, 19, 0, 0);
  availability: Availability = { soldOut: [], valuesOut: [], stock: {} };
  menu = MENU;
  /** Set where the clock is to be decided by. */
  service: Service | undefined;
  readonly #server = new Y.Doc();
  readonly #phones = new Map<string, Phone>();
  #events = 0;

  constructor() {
    const openedAt = this.now;
    this.asServer((edits) =>
      edits.facts({ table: "7", status: "active", currency: "EUR", menuVersion: 1, openedAt }),
    );
  }

  /** Seats the next diner. */
  join(): string {
    const seat = this.#phones.size + 1;
    this.asServer((edits) => edits.diner({ seat, colour: seat - 1, host: seat === 1 }));
    const doc = newDinerDocument(newClientId(seat));
    const edits = new DinerEdits(doc, dinerAt(seat));
    const waiting: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "server") waiting.push(update);
    });
    this.#phones.set(dinerAt(seat), { doc, edits, waiting, offline: false });
    this.#receive();
    return dinerAt(seat);
  }

  asServer(edit: (edits: ServerEdits) => void): void {
    const update = editAsServer(this.#server, edit);
    if (update) this.#append("server", update);
    this.#receive();
  }

  /** Puts a dish in the cart; returns the line. */
  take(diner: string, item: string, quantity = 1, options: Line["options"] = []): string {
    const line = { item, options, note: "", for: "table", at: this.now } as const;
    const id = this.#phone(diner).edits.addLine(line, quantity);
    this.#send(diner);
    return id;
  }

  tap(diner: string, line: string, by: number): void {
    this.#phone(diner).edits.tap(line, by);
    this.#send(diner);
  }

  call(diner: string): void {
    this.#phone(diner).edits.mark({ ready: true, call: "waiter", at: this.now });
    this.#send(diner);
  }

  setOffline(diner: string, offline: boolean): void {
    this.#phone(diner).offline = offline;
    if (offline) return;
    this.#send(diner);
    this.#receive();
  }

  /** Confirms all that a phone sees in the cart of these lines; returns the confirm. */
  confirm(diner: string, lines: readonly string[]): string {
    const phone = this.#phone(diner);
    const view = readSession(phone.doc);
    const accounts = accountsOf(view);
    const items = itemsById(this.menu);
    const priced = lines.map((line) => {
      const { left, ordered } = accounts.get(line) ?? { left: 0, ordered: 0 };
      const { item, options } = view.lines[line] as Line;
      const dish = items.get(item);
      if (!dish) throw new Error(`no dish ${item}`);
      return { line, quantity: left, unitPrice: unitPrice(dish, options), ordered };
    });
    const total = orderTotal(priced);
    const confirm = { lines: priced, total, menuVersion: this.menu.version, at: this.now };
    const id = phone.edits.confirm(confirm);
    this.#send(diner);
    return id;
  }

  /** Gives a confirm its outcome as the worker does. */
  decide(confirmId: string): void {
    const view = readSession(this.#server);
    const index = this.confirms.findIndex((queued) => queued.confirm === confirmId);
    const queued = this.confirms[index];
    const confirm = view.confirms[confirmId];
    if (!queued || !confirm) throw new Error(`no confirm ${confirmId}`);
    const { arrivedAt } = queued;
    const facts = {
      sessionStatus: "active",
      availability: this.availability,
      arrivedAt,
      maxAgeMs: 600_000,
      due: dueBeforeOrder(view),
      ...(this.service && { clock: decisionClock(this.service, arrivedAt) }),
    } as const;
    const { menu, now: at } = this;
    const decision = decideConfirm({ confirmId, confirm, view, menu, seen: menu, ...facts });
    const order = uuid(1000 + this.orders.length);
    const receipt: Receipt = decision.ok
      ? { ok: true, order, number: 17 + this.orders.length, at }
      : { ok: false, code: decision.code, lines: decision.lines, at };
    const seq = this.log.length;
    const result = { seq, menuVersion: menu.version, ...facts, decision, receipt };
    this.confirms[index] = { ...queued, status: "done", result };
    const placed = orderInDocument(confirmId, makerOf(confirmId), result, menu);
    this.asServer((edits) => {
      if (placed) edits.order(order, placed);
      edits.receipt(confirmId, receipt);
    });
    if (!placed) return;
    const event = ++this.#events;
    this.orders.push({
      ...orderInPostgres(placed, order, view, menuByClock(menu, result.clock).menu),
      status: "placed",
      statusAt: at,
      reason: null,
      history: [{ event, from: null, to: "placed", by: makerOf(confirmId), reason: null, at }],
    });
  }

  /** The lines that a phone shows in its cart. */
  cart(diner: string): string[] {
    return cartOf(readSession(this.#phone(diner).doc)).map((line) => line.id);
  }

  /** Confirms that wait for their outcome. */
  waiting(): string[] {
    return this.confirms.filter((q) => q.status === "pending").map((q) => q.confirm);
  }

  /** Moves the latest order on. */
  move(to: OrderStatus, reason?: string): void {
    const order = this.orders.at(-1);
    if (!order) throw new Error("no order");
    const at = this.now;
    const why = reason === undefined ? {} : { reason };
    this.asServer((edits) => edits.orderProgress(order.id, { status: to, statusAt: at, ...why }));
    const change = { event: ++this.#events, from: order.status, to, by: "staff" } as const;
    this.orders[this.orders.length - 1] = {
      ...order,
      status: to,
      statusAt: at,
      reason: reason ?? null,
      history: [...order.history, { ...change, reason: reason ?? null, at }],
    };
  }

  /** What is on record of it now. */
  recording(): Recording {
    const { session } = readSession(this.#server);
    return {
      session: uuid(200),
      restaurant: MENU.restaurantId,
      table: "7",
      status: session.status ?? "active",
      openedAt: this.log[0]?.at ?? 0,
      endedAt: session.status === "active" ? null : (this.log.at(-1)?.at ?? 0),
      head: this.log.length,
      logKept: true,
      log: [...this.log],
      menus: [MENU],
      confirms: [...this.confirms],
      orders: [...this.orders],
      names: { d1: "Ana", d2: null },
    };
  }

  #phone(diner: string): Phone {
    const phone = this.#phones.get(diner);
    if (!phone) throw new Error(`no phone of ${diner}`);
    return phone;
  }

  /** Sends each edit that waits, as a phone does that comes back. */
  #send(diner: string): void {
    const { waiting, offline } = this.#phone(diner);
    if (offline) {
      this.#tick();
      return;
    }
    for (const update of waiting.splice(0)) {
      const inspection = inspectUpdate(this.#server, update, diner);
      if (!inspection.ok) throw new Error(`${inspection.code} ${inspection.detail}`);
      for (const { id: confirm, confirm: payload } of inspection.confirms) {
        const row = { confirm, payload, arrivedAt: this.now, result: null } as const;
        this.confirms.push({ ...row, status: "pending" });
      }
      Y.applyUpdate(this.#server, update);
      this.#append(diner, update);
    }
    this.#receive();
  }

  #append(author: string, update: Uint8Array): void {
    this.log.push({ seq: this.log.length + 1, author, at: this.now, update });
    this.#tick();
  }

  #tick(): void {
    this.now += 1_000;
  }

  #receive(): void {
    for (const { doc, offline } of this.#phones.values()) {
      if (offline) continue;
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.#server, Y.encodeStateVector(doc)), "server");
    }
  }
}

/** A session with an order, a rejection, an offline stretch and a served dish. */
export function smallRecording(): Recording {
  const replayed = new SessionMaker();
  const ana = replayed.join();
  const ben = replayed.join();
  const pizza = replayed.take(ana, PIZZA, 1, [{ option: SIZE, values: [LARGE] }]);
  replayed.tap(ben, pizza, 1);
  replayed.decide(replayed.confirm(ben, [pizza]));
  replayed.move("accepted");
  replayed.setOffline(ben, true);
  replayed.now += 10_000;
  const soup = replayed.take(ben, SOUP, 3);
  replayed.now += 10_000;
  replayed.tap(ben, soup, -1);
  replayed.now += 30_000;
  replayed.call(ana);
  replayed.setOffline(ben, false);
  const wish = replayed.confirm(ana, [soup]);
  replayed.availability = { soldOut: [SOUP], valuesOut: [], stock: {} };
  replayed.decide(wish);
  replayed.move("preparing");
  replayed.asServer((edits) => edits.facts({ status: "closed" }));
  const recording = replayed.recording();
  expect(recording.confirms.map((queued) => queued.result?.decision.ok)).toEqual([true, false]);
  return recording;
}
