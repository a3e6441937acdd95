import type { Database } from "@tureen/persistence/platform/database";
import { TestPhone, type TestRestaurant } from "@tureen/persistence/testing/fixtures";
import { seatOf } from "@tureen/shared/table/document/keys";
import { encodeDocument } from "@tureen/shared/table/document/session-document";
import type { Line } from "@tureen/shared/table/document/types";
import * as Y from "yjs";
import { type PhoneId, type Recorder, recordDocument } from "../../history.ts";
import type { Replica } from "../evidence.ts";

/** A phone that keeps the record of what it does. */
export class RecordedPhone {
  readonly who: PhoneId;
  readonly #recorder: Recorder;
  readonly #database: Database;
  readonly #restaurant: TestRestaurant;
  #phone: TestPhone;

  constructor(recorder: Recorder, database: Database, restaurant: TestRestaurant, who: PhoneId) {
    this.who = who;
    this.#recorder = recorder;
    this.#database = database;
    this.#restaurant = restaurant;
    this.#phone = this.#newPhone();
  }

  async receive(): Promise<void> {
    await this.#phone.receive();
  }

  /** Adds a dish, the last value of each of its options chosen. */
  async add(dish: string, quantity: number, more: Partial<Line> = {}): Promise<string> {
    const item = this.#restaurant.item(dish);
    const options = item.options.map(({ id, values }) => ({
      option: id,
      values: values.slice(-1).map((value) => value.id),
    }));
    const line = { item: item.id, options, note: "", for: "table", at: Date.now(), ...more };
    const id = this.#phone.edits.addLine(line, quantity);
    await this.#send();
    return id;
  }

  async tap(line: string, by: number): Promise<void> {
    this.#phone.edits.tap(line, by);
    await this.#send();
  }

  tapOffline(line: string, by: number): void {
    this.#phone.edits.tap(line, by);
  }

  async mark(): Promise<void> {
    this.#phone.edits.mark({ ready: true, call: "waiter", at: Date.now() });
    await this.#send();
  }

  async confirm(lines: readonly { line: string; quantity: number }[]): Promise<string> {
    const id = this.#phone.writeConfirm(this.#restaurant, lines);
    await this.#send();
    return id;
  }

  /** Drops its document with all that it has not sent. */
  async startAfresh(): Promise<void> {
    this.#phone = this.#newPhone();
    await this.receive();
  }

  replica(): Replica {
    const { phone: name, session } = this.who;
    return { name, session, state: encodeDocument(this.#phone.doc) };
  }

  #newPhone(): TestPhone {
    const { restaurantId } = this.#restaurant;
    const { session: sessionId, diner } = this.who;
    const phone = new TestPhone(this.#database, { restaurantId, sessionId }, seatOf(diner));
    recordDocument(this.#recorder, this.who, phone.doc);
    return phone;
  }

  async #send(): Promise<void> {
    const outcome = await this.#phone.send();
    if (!outcome.ok) {
      this.#recorder.record({ kind: "refused", ...this.who, code: outcome.code });
      return;
    }
    const { doc } = this.#phone;
    const clock = Y.getState(doc.store, doc.clientID);
    for (const kind of ["acknowledged", "called-saved"] as const) {
      this.#recorder.record({ kind, ...this.who, client: doc.clientID, clock });
    }
  }
}
