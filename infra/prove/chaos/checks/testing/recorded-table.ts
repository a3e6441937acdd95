import type { Database } from "@tureen/persistence/platform/database";
import { closeSession } from "@tureen/persistence/table/close-session";
import { loadDocument } from "@tureen/persistence/table/load-document";
import { writeSnapshot } from "@tureen/persistence/table/write-snapshot";
import { decide } from "@tureen/persistence/testing/confirmed";
import type { TestRestaurant, TestTable } from "@tureen/persistence/testing/fixtures";
import { encodeDocument } from "@tureen/shared/table/document/session-document";
import type { Recorder } from "../../history.ts";
import type { Replica } from "../evidence.ts";
import { RecordedPhone } from "./recorded-phone.ts";

/** A table with two recorded phones. */
export class RecordedTable {
  readonly host: RecordedPhone;
  readonly guest: RecordedPhone;
  readonly #database: Database;
  readonly #table: Omit<TestTable, "phone">;
  readonly #orders = new Map<string, string>();

  constructor(
    recorder: Recorder,
    database: Database,
    restaurant: TestRestaurant,
    table: TestTable,
    label: string,
  ) {
    this.#database = database;
    this.#table = table;
    const session = table.sessionId;
    const phone = (diner: string) =>
      new RecordedPhone(recorder, database, restaurant, {
        phone: `${label}-${diner}`,
        session,
        diner,
      });
    this.host = phone("d1");
    this.guest = phone("d2");
  }

  async receive(): Promise<void> {
    await this.host.receive();
    await this.guest.receive();
  }

  /** What the worker does with a confirm. */
  async decide(confirmId: string): Promise<void> {
    const { receipt } = await decide(this.#database, this.#table as TestTable, confirmId);
    if (receipt.ok) this.#orders.set(confirmId, receipt.order);
  }

  /** The order that a confirm became; throws when it was rejected. */
  orderOf(confirmId: string): string {
    const order = this.#orders.get(confirmId);
    if (order === undefined) throw new Error(`confirm ${confirmId} was rejected`);
    return order;
  }

  async snapshot(): Promise<void> {
    const { restaurantId, sessionId } = this.#table;
    const loaded = await loadDocument(this.#database, { restaurantId, sessionId });
    if (!loaded) throw new Error(`no session ${sessionId}`);
    const state = encodeDocument(loaded.doc);
    const snapshot = { restaurantId, sessionId, seq: loaded.seq, state, now: new Date() };
    await writeSnapshot(this.#database, snapshot);
  }

  async close(): Promise<void> {
    const { restaurantId, sessionId } = this.#table;
    const by = { kind: "staff", id: "waiter" } as const;
    await closeSession(this.#database, { restaurantId, sessionId, by, now: new Date() });
  }

  replicas(): Replica[] {
    return [this.host.replica(), this.guest.replica()];
  }
}
