/** A table at a live server with phones and a worker, for recording a session at it. */

import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import { changeOrderStatus } from "@tureen/persistence/orders/change-order-status";
import { commitConfirm } from "@tureen/persistence/orders/commit-confirm";
import type { Database } from "@tureen/persistence/platform/database";
import { readRecording } from "@tureen/persistence/replay/read-recording";
import { closeSession } from "@tureen/persistence/table/close-session";
import { loadDocument } from "@tureen/persistence/table/load-document";
import { itemsById } from "@tureen/shared/menu/menu";
import type { Recording } from "@tureen/shared/replay/recording";
import { accountsOf } from "@tureen/shared/table/document/cart";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { readSession } from "@tureen/shared/table/document/session-document";
import type { DinerId, Line, Receipt } from "@tureen/shared/table/document/types";
import { unitPrice } from "@tureen/shared/table/pricing";
import { type LiveNode, startLiveNode } from "../../../testing/live-node.ts";
import { connectPhone, type LivePhone } from "../../../testing/live-phone.ts";
import { type LiveTable, openLiveTable } from "../../../testing/live-table.ts";
import { until } from "../../../testing/until.ts";

const STAFF = { kind: "staff", id: null } as const;

export class TestServer {
  readonly database: Database;
  readonly table: LiveTable;
  readonly #node: LiveNode;
  readonly #phones: LivePhone[] = [];

  private constructor(database: Database, node: LiveNode, table: LiveTable) {
    this.database = database;
    this.#node = node;
    this.table = table;
  }

  /** A live server and an open table with so many diners. */
  static async open(database: Database, diners: number): Promise<TestServer> {
    const node = await startLiveNode({ database });
    return new TestServer(database, node, await openLiveTable(database, { diners }));
  }

  async phone(diner: DinerId): Promise<LivePhone> {
    const phone = await connectPhone(this.#node, this.table, diner);
    this.#phones.push(phone);
    return phone;
  }

  /** A dish of the restaurant as a line, taken so long ago. */
  line(dish: string, { agoMs = 0, large = false } = {}): Line {
    const item = this.table.restaurant.item(dish);
    const options = item.options.map((option) => {
      const value = option.values[large ? 1 : 0];
      return { option: option.id, values: value ? [value.id] : [] };
    });
    return { item: item.id, options, note: "", for: "table", at: Date.now() - agoMs };
  }

  /** Takes a phone off the net; what it does from now on waits. */
  disconnect(phone: LivePhone): void {
    phone.disconnect();
  }

  async reconnect(phone: LivePhone): Promise<void> {
    phone.connect();
    await phone.untilSaved();
  }

  /** Writes a confirm of these lines as the phone shows them. */
  confirm(phone: LivePhone, lines: readonly string[], agoMs = 0): string {
    const { menu } = this.table.restaurant;
    const { view } = phone;
    const items = itemsById(menu);
    const priced = lines.map((line) => {
      const account = accountsOf(view).get(line);
      const value = view.lines[line];
      const item = value && items.get(value.item);
      if (!account || !value || !item) throw new Error(`the phone does not show ${line}`);
      const { left: quantity, ordered } = account;
      return { line, quantity, unitPrice: unitPrice(item, value.options), ordered };
    });
    const total = priced.reduce((sum, l) => sum + l.quantity * l.unitPrice, 0);
    const at = Date.now() - agoMs;
    return phone.edits.confirm({ lines: priced, total, menuVersion: menu.version, at });
  }

  /** Gives a confirm its outcome, as the worker does, once it has arrived. */
  async decide(confirmId: string): Promise<Receipt> {
    const { restaurantId, sessionId } = this.table;
    const key = { restaurantId, sessionId };
    await until(`confirm ${confirmId} has arrived`, async () => {
      const loaded = await loadDocument(this.database, key);
      return loaded && confirmId in readSession(loaded.doc).confirms;
    });
    const rules = { menus: new MenuCache(), maxAgeMs: 600_000, now: new Date() };
    const done = await commitConfirm(this.#node.database, { ...key, confirmId, ...rules });
    await Promise.all(this.#phones.map((phone) => this.#untilReceived(phone, confirmId)));
    return done.receipt;
  }

  async move(orderId: string, from: OrderStatus, to: OrderStatus, reason?: string): Promise<void> {
    const { restaurantId } = this.table;
    const move = { restaurantId, orderId, from, to, reason, by: STAFF, now: new Date() };
    await changeOrderStatus(this.#node.database, move);
  }

  /** Closes the table and returns what is on record of it. */
  async close(): Promise<Recording> {
    const { restaurantId, sessionId } = this.table;
    const key = { restaurantId, sessionId };
    await closeSession(this.database, { ...key, by: STAFF, now: new Date() });
    return (await readRecording(this.database, key, { menus: new MenuCache() })).recording;
  }

  async end(): Promise<void> {
    for (const phone of this.#phones) phone.destroy();
    await this.#node.close();
  }

  async #untilReceived(phone: LivePhone, confirmId: string): Promise<void> {
    if (phone.phone.link !== "online") return;
    await until("the phone has the receipt", () => confirmId in phone.view.receipts);
  }
}
