import type { RefundableLine } from "@tureen/shared/bill/paid-lines";
import type { Answer } from "@tureen/shared/endpoints";
import { seatOf } from "@tureen/shared/table/document/keys";
import { emptyView, type SessionView } from "@tureen/shared/table/document/session-document";
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { createBill, type LiveBill } from "../../bill/live-bill.ts";
import type { BillPeople } from "../../bill/people.ts";
import { call, codeOf } from "../../platform/live/api.ts";
import type { ClientErrorCode } from "../../platform/ui/errors.ts";
import { guestName } from "../../platform/ui/seat.ts";

type Read = Answer<"readBill">;
export type BillAct = NonNullable<Read["acts"]>[number];

/** An open bill is read this often even when nothing of the floor has changed, ms. */
const REREAD_MS = 8_000;

/** A table's bill as staff see it. */
export interface TableBill extends LiveBill {
  readonly sessionId: Accessor<string | undefined>;
  /** Whether it has been read. */
  readonly isRead: Accessor<boolean>;
  /** Why it could not be read the last time. */
  readonly failure: Accessor<ClientErrorCode | undefined>;
  /** Whether the restaurant makes its bills here. */
  readonly isBilled: Accessor<boolean>;
  readonly people: BillPeople;
  /** Who made an entry of the ledger, took a payment or gave it back, when and why; the oldest first. */
  readonly acts: () => readonly BillAct[];
  readonly receiptOf: (paymentId: string) => Read["receipts"][number] | undefined;
  /** The dishes that a payment paid for and that were not given back, the charges among them. */
  readonly dishesOf: (paymentId: string) => readonly RefundableLine[];
  /** Reads it again; never rejects. */
  refresh(): Promise<void>;
}

/** The bill of a session, read now, with each change of `changes`, and every few seconds. */
export function createTableBill(options: {
  readonly sessionId: Accessor<string | undefined>;
  readonly changes?: Accessor<unknown>;
  readonly endedBy: (error: unknown) => boolean;
}): TableBill {
  // Only another session is a change: the floor is read again and again while a bill is open.
  const sessionId = createMemo(options.sessionId);
  const [read, setRead] = createSignal<Read>();
  const [failure, setFailure] = createSignal<ClientErrorCode>();
  /** What is still on its way out of the screen has its amounts in the restaurant's currency. */
  let currency: string | undefined;
  const view = (): SessionView => {
    const now = read();
    // The roots of the document, as the server read them there.
    const view = { ...emptyView(), ...now?.view } as SessionView;
    currency = view.session.currency ?? currency;
    return currency === undefined ? view : { ...view, session: { ...view.session, currency } };
  };
  const nameIn = (diner: string) =>
    read()?.names.find((each) => each.diner === diner)?.name ?? undefined;
  let round = 0;

  async function refresh(): Promise<void> {
    const id = sessionId();
    if (id === undefined) return;
    const mine = ++round;
    try {
      const answer = await call("readBill", { params: { sessionId: id } });
      // An answer that was overtaken must not bring back what a later one has changed.
      if (mine !== round) return;
      setRead(answer);
      setFailure(undefined);
    } catch (error) {
      if (mine === round && !options.endedBy(error)) setFailure(codeOf(error));
    }
  }

  createEffect(on(sessionId, () => setRead(undefined), { defer: true }));
  createEffect(on([sessionId, () => options.changes?.()], () => void refresh()));
  const timer = setInterval(() => {
    if (document.visibilityState === "visible") void refresh();
  }, REREAD_MS);
  onCleanup(() => {
    round++;
    clearInterval(timer);
  });

  return {
    ...createBill(view),
    sessionId,
    isRead: () => read() !== undefined,
    failure,
    isBilled: () => view().session.terms !== undefined,
    people: {
      me: null,
      nameOf: (diner) => guestName(nameIn(diner), seatOf(diner)),
      knownName: nameIn,
      colourOf: (diner) => view().diners[diner]?.colour ?? seatOf(diner) - 1,
    },
    dishesOf: (paymentId) => {
      const paid = read()?.paid?.find(({ payment }) => payment === paymentId);
      // Lines of the ledger, as the server read them there.
      const lines = (paid?.lines ?? []) as readonly RefundableLine[];
      return lines.filter(({ left }) => left.length > 0);
    },
    acts: () => read()?.acts ?? [],
    receiptOf: (paymentId) => read()?.receipts.find(({ payment }) => payment === paymentId),
    refresh,
  };
}
