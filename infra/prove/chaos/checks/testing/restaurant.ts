import { randomUUID } from "node:crypto";
import { adjustBill } from "@tureen/persistence/bill/adjust-bill";
import { readKitchenEvents } from "@tureen/persistence/kitchen/read-kitchen-events";
import { readTickets } from "@tureen/persistence/kitchen/read-tickets";
import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import { setAvailability } from "@tureen/persistence/menu/set-availability";
import { changeOrderStatus } from "@tureen/persistence/orders/change-order-status";
import { moveLines } from "@tureen/persistence/orders/move-lines";
import { sessionOfOrder } from "@tureen/persistence/orders/write-order-move";
import { type Database, inRestaurant } from "@tureen/persistence/platform/database";
import { joinSession } from "@tureen/persistence/table/join-session";
import { givenTable, later, type TestRestaurant } from "@tureen/persistence/testing/fixtures";
import type { LineMove } from "@tureen/shared/orders/line-move";
import { TureenError } from "@tureen/shared/platform/errors";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { type Ask, Recorder, shownTicket } from "../../history.ts";
import type { Move } from "../requests.ts";
import { RecordedTable } from "./recorded-table.ts";

const STAFF = { kind: "staff", id: "cook" } as const;
const SCREEN = "pass";

/** A restaurant with its staff and one kitchen screen, who keep the record of what they do. */
export class RecordedRestaurant {
  readonly recorder = new Recorder();
  readonly #database: Database;
  readonly #restaurant: TestRestaurant;
  readonly #menus = new MenuCache();
  #requests = 0;
  #cursor = 0;

  constructor(database: Database, restaurant: TestRestaurant) {
    this.#database = database;
    this.#restaurant = restaurant;
  }

  async openTable(index: number): Promise<RecordedTable> {
    const table = await givenTable(this.#database, this.#restaurant, index);
    const now = new Date();
    const { restaurantId, sessionId, pin } = table;
    const expiresAt = later(now);
    const join = { restaurantId, sessionId, pin, name: "Bo", now, expiresAt };
    await joinSession(this.#database, { ...join, refreshExpiresAt: expiresAt });
    const label = `t${index + 1}`;
    const recorded = new RecordedTable(
      this.recorder,
      this.#database,
      this.#restaurant,
      table,
      label,
    );
    await recorded.receive();
    return recorded;
  }

  /** Asks for a move; with `answerLost` it is made and nobody is told. */
  async move(
    order: string,
    from: OrderStatus,
    to: OrderStatus,
    { answerLost = false } = {},
  ): Promise<void> {
    const { restaurantId } = this.#restaurant;
    const change = { restaurantId, orderId: order, from, to, reason: "no more", by: STAFF };
    await this.#move({ what: "move-order", order, from, to }, answerLost, () =>
      changeOrderStatus(this.#database, { ...change, now: new Date() }),
    );
  }

  /** Asks for lines to be moved; with `answerLost` they are and nobody is told. */
  async moveLines(
    order: string,
    moves: readonly LineMove[],
    { answerLost = false } = {},
  ): Promise<void> {
    const { restaurantId } = this.#restaurant;
    const change = { restaurantId, orderId: order, moves, by: STAFF };
    await this.#move({ what: "move-lines", order, moves }, answerLost, () =>
      moveLines(this.#database, { ...change, now: new Date() }),
    );
  }

  async #move(
    ask: Move,
    answerLost: boolean,
    make: () => Promise<{ readonly event: number; readonly status: OrderStatus }>,
  ): Promise<void> {
    const op = this.#ask(ask);
    try {
      const { event, status } = await make();
      if (answerLost) this.recorder.record({ kind: "unknown", op, reason: "time-out" });
      else
        this.recorder.record({ kind: "answered", op, answer: { what: ask.what, event, status } });
    } catch (error) {
      if (!(error instanceof TureenError)) throw error;
      this.recorder.record({ kind: "denied", op, code: error.code });
    }
  }

  /** A waiter takes portions off the bill, of which the kitchen hears. */
  async cancelPortions(order: string, line: string, portions: number): Promise<void> {
    const { restaurantId } = this.#restaurant;
    const sessionId = await inRestaurant(this.#database, restaurantId, (tx) =>
      sessionOfOrder(tx, { restaurantId, orderId: order }),
    );
    await adjustBill(this.#database, {
      ...{ restaurantId, sessionId, by: { ...STAFF, role: "manager" }, now: new Date() },
      ...{
        what: { kind: "void", on: { order, line }, portions },
        reason: "dropped",
        once: randomUUID(),
      },
    });
  }

  async readTickets(): Promise<void> {
    const op = this.#ask({ what: "read-tickets" });
    const { restaurantId } = this.#restaurant;
    const finishedSince = new Date(Date.now() - 60_000);
    const read = await readTickets(this.#database, {
      restaurantId,
      menus: this.#menus,
      finishedSince,
    });
    const tickets = read.tickets.map(shownTicket);
    const answer = { what: "read-tickets", lastEvent: read.lastEvent, tickets } as const;
    this.recorder.record({ kind: "answered", op, answer });
  }

  /** The screen comes back and is brought what it missed. */
  async screenReceives(): Promise<void> {
    const after = this.#cursor;
    this.recorder.record({ kind: "kitchen-connected", screen: SCREEN, after });
    const { restaurantId } = this.#restaurant;
    for (const event of await readKitchenEvents(this.#database, {
      restaurantId,
      menus: this.#menus,
      after,
    })) {
      const { number, orderId: order, from, to, moves = null } = event;
      this.recorder.record({
        kind: "kitchen-event",
        screen: SCREEN,
        number,
        order,
        from,
        to,
        moves,
      });
      this.#cursor = number;
    }
  }

  async soldOut(dish: string): Promise<void> {
    const { restaurantId, item } = this.#restaurant;
    const itemId = item(dish).id;
    const change = { restaurantId, itemId, available: false, stock: null, by: STAFF };
    await setAvailability(this.#database, { ...change, now: new Date() });
  }

  #ask(ask: Ask): string {
    this.#requests += 1;
    const op = `r${this.#requests}`;
    this.recorder.record({ kind: "asked", op, by: STAFF.id, ask });
    return op;
  }
}
