/** A table whose bill is made here, and what happens at it, with the real operations. */
import { type Bill, billOf } from "@tureen/shared/bill/bill";
import { coversOf, sharesOf } from "@tureen/shared/bill/shares";
import { TERMS } from "@tureen/shared/bill/testing/evening";
import { readSession, type SessionView } from "@tureen/shared/table/document/session-document";
import type { BillTerms, PaymentWish } from "@tureen/shared/table/document/types";
import type { Database } from "../../platform/database.ts";
import { joinSession } from "../../table/join-session.ts";
import { loadDocument } from "../../table/load-document.ts";
import { openSession } from "../../table/open-session.ts";
import { givenOrder } from "../../testing/confirmed.ts";
import { later, TestPhone, type TestRestaurant } from "../../testing/fixtures.ts";
import { commitPayment } from "../commit-payment.ts";

export interface PayingTable {
  readonly restaurantId: string;
  readonly sessionId: string;
  readonly pin: string;
  /** One for each diner, d1 first. */
  readonly phones: readonly [TestPhone, ...TestPhone[]];
  view(): Promise<SessionView>;
  bill(): Promise<Bill>;
  /** Orders so many of a dish, by this diner. */
  order(dish: string, quantity?: number, seat?: number): Promise<string>;
  /** Wishes to pay, and has the worker decide it; returns the wish's id. */
  wish(seat: number, wish: Partial<PaymentWish>): Promise<string>;
  /** What one's own share comes to now, as a wish. */
  ownShare(seat: number): Promise<Partial<PaymentWish>>;
}

/** Opens a table with so many diners. */
export async function givenPayingTable(
  database: Database,
  restaurant: TestRestaurant,
  { diners = 2, table = 0, terms = TERMS as BillTerms, provider = "demonstration" } = {},
): Promise<PayingTable> {
  const now = new Date();
  const { restaurantId } = restaurant;
  const { sessionId, pin } = await openSession(database, {
    ...{ restaurantId, tableId: restaurant.tables[table]?.id ?? "", pinLength: 6, now },
    ...{ by: { kind: "diner", id: "d1" }, expiresAt: later(now), terms },
    host: { name: "Ana", refreshExpiresAt: later(now) },
  });
  for (let seat = 2; seat <= diners; seat++) {
    await joinSession(database, {
      ...{ restaurantId, sessionId, pin, name: `Guest ${seat}`, now },
      ...{ expiresAt: later(now), refreshExpiresAt: later(now) },
    });
  }
  const key = { restaurantId, sessionId };
  const phones = Array.from({ length: diners }, (_, i) => new TestPhone(database, key, i + 1));
  for (const phone of phones) await phone.receive();
  const phoneOf = (seat: number) => {
    const phone = phones[seat - 1];
    if (!phone) throw new RangeError(`no seat ${seat}`);
    return phone;
  };
  const view = async () => {
    const loaded = await loadDocument(database, key);
    if (!loaded) throw new Error("no document");
    return readSession(loaded.doc);
  };
  return {
    ...{ restaurantId, sessionId, pin, phones: phones as unknown as PayingTable["phones"], view },
    bill: async () => billOf(await view()),
    async order(dish, quantity = 1, seat = 1) {
      const phone = phoneOf(seat);
      await phone.receive();
      const table = { restaurantId, sessionId, pin, phone };
      return givenOrder(database, restaurant, table, dish, quantity);
    },
    async wish(seat, wish) {
      const phone = phoneOf(seat);
      await phone.receive();
      const whole = { mode: "amount", covers: [], payers: 1, amount: 1, tip: 0 } as const;
      const wishId = phone.edits.wish({ ...whole, at: Date.now(), ...wish });
      await phone.send();
      await decideWish(database, key, wishId, provider);
      return wishId;
    },
    async ownShare(seat) {
      const now = await view();
      const bill = billOf(now);
      const shares = sharesOf(now, bill);
      const diner = `d${seat}`;
      const amount = shares.diners.find((each) => each.diner === diner)?.owes ?? 0;
      return { mode: "items", covers: coversOf(shares, [diner]), amount };
    },
  };
}

/** Decides a wish as the worker does. */
export function decideWish(
  database: Database,
  key: { readonly restaurantId: string; readonly sessionId: string },
  wishId: string,
  provider = "demonstration",
) {
  return commitPayment(database, {
    ...{ ...key, wishId, maxAgeMs: 600_000, reserveMs: 600_000 },
    ...{ provider, now: new Date() },
  });
}
