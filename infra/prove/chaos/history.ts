/**
 * The clients' own record of a run: what each phone and screen sent and was told, in the order in
 * which it happened. It is what the system is judged by afterwards, so nothing in it may be taken
 * from the servers' logs or from Postgres.
 *
 * One recorder serves all simulated clients of one restaurant (they live in one process), so that the
 * numbers of the events order everything: an event with a smaller `n` happened before. All times are
 * wall times in ms since the epoch and only for people to read.
 *
 * What a driver has to record:
 * - for every phone's document `recordDocument(recorder, phone, doc)`, which notes every edit that
 *   the phone makes (`sent`) and everything that it sees of others (`seen`), receipts, orders and
 *   statuses included; call it again for the new document when a phone drops its local copy;
 * - `acknowledged` when the server says that edits are saved, `called-saved` when the page shows so,
 *   `refused`, `connected`, `disconnected` and `ended` as the phone is told of them;
 * - for every HTTP request that means something `asked` before it is sent, and then one of `answered`,
 *   `denied` and `unknown` (a time-out, a broken connection) – or none if the run ends first; a retry
 *   is a request of its own, with its own `op`;
 * - for every kitchen screen `kitchen-connected`, `kitchen-event` and `kitchen-reset`;
 * - for every page of the real app `page-asked` before a tap, and in the `page-…` that follow nothing
 *   but what can be read on it.
 */

import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { LineMove } from "@tureen/shared/orders/line-move";
import type { LineStatus, OrderStatus } from "@tureen/shared/table/document/order-status";
import { ROOTS, type Root } from "@tureen/shared/table/document/roots";
import type { DinerId } from "@tureen/shared/table/document/types";
import { FROM_COPY } from "@tureen/shared/table/sync/session-replica";
import type * as Y from "yjs";

/** A simulated phone, or one tab of it. */
export interface PhoneId {
  /** The driver's own name for it, unique in the run. */
  readonly phone: string;
  readonly session: string;
  readonly diner: DinerId;
}

/** An edit: which key became which value, and where it ends among the edits of its Yjs client. */
export interface Edit {
  readonly root: Root;
  readonly key: string;
  readonly value: unknown;
  /** The Yjs client id that wrote it; 1 is the server. */
  readonly client: number;
  /** The client's clock just after it: all its edits with a smaller clock come before. */
  readonly clock: number;
}

/** What a phone did or was told. */
export type PhoneEvent =
  /** A document of its own begins; what it knew before is forgotten. */
  | ({ readonly kind: "document-opened" } & PhoneId)
  /** The phone made an edit; from now on it may reach the server, now or after a reconnection. */
  | ({ readonly kind: "sent" } & PhoneId & Edit)
  /** The server said that everything that `client` wrote up to `clock` is saved. */
  | ({ readonly kind: "acknowledged"; readonly client: number; readonly clock: number } & PhoneId)
  /** The page shows that everything that `client` wrote up to `clock` is saved, however it knows. */
  | ({ readonly kind: "called-saved"; readonly client: number; readonly clock: number } & PhoneId)
  /** The phone shows what somebody else wrote: another phone, or the server (a receipt, an order). */
  | ({ readonly kind: "seen" } & PhoneId & Edit)
  /** The server refused an edit or the connection, with an error code. */
  | ({ readonly kind: "refused"; readonly code: string } & PhoneId)
  | ({ readonly kind: "connected" } & PhoneId)
  | ({ readonly kind: "disconnected"; readonly reason: string } & PhoneId)
  /** The phone was told that the session is over, or that its diner is no longer at the table. */
  | ({ readonly kind: "ended"; readonly code: string } & PhoneId);

/** The app's own page in a browser, and whose seat it has. */
export interface PageId {
  readonly phone: string;
  readonly session: string;
  /** Not `diner`: their edits are recorded as taps, not one by one as a phone's. */
  readonly guest: DinerId;
}

/** A line of the cart as a page shows it; its note is unique among the lines that pages add. */
export interface ShownLine {
  /** The dish's id. */
  readonly item: string;
  readonly note: string;
  readonly quantity: number;
  /** Portions shown as the reader's own. */
  readonly mine: number;
  readonly isSaved: boolean;
}

/** What somebody did on the app's own page and what the page said, in its own words. */
export type PageEvent =
  /** About to be tapped: with it, so many portions in all have been asked for under this note. */
  | ({ readonly kind: "page-asked"; readonly note: string; readonly portions: number } & PageId)
  /** The page shows these of the lines that it has added. */
  | ({ readonly kind: "page-showed"; readonly lines: readonly ShownLine[] } & PageId)
  /** About to be tapped: with it, the cart has been sent to the kitchen so often. */
  | ({ readonly kind: "page-sent"; readonly sends: number } & PageId)
  /** The page says that so many of its confirms are saved. */
  | ({ readonly kind: "page-said-confirmed"; readonly confirms: number } & PageId)
  /** The page says that the kitchen has what was sent, as this order. */
  | ({ readonly kind: "page-said-ordered"; readonly order: number } & PageId)
  /** The page says that the table is closed. */
  | ({ readonly kind: "page-said-over" } & PageId)
  /** The whole cart that the page shows when everything has come to rest. */
  | ({ readonly kind: "page-rested"; readonly lines: readonly ShownLine[] } & PageId);

/** What was asked over HTTP. */
export type Ask =
  | {
      readonly what: "move-order";
      readonly order: string;
      readonly from: OrderStatus;
      readonly to: OrderStatus;
    }
  | {
      readonly what: "move-lines";
      readonly order: string;
      readonly moves: readonly LineMove[];
    }
  | { readonly what: "read-tickets" }
  | { readonly what: "open-table"; readonly table: string }
  | { readonly what: "join-table"; readonly table: string }
  | { readonly what: "close-table"; readonly session: string }
  | { readonly what: "leave-table"; readonly session: string; readonly diner: DinerId }
  | { readonly what: "other"; readonly name: string };

/** An order as a screen shows it: how far it is, and how far each of its lines. */
export interface ShownTicket {
  readonly order: string;
  readonly status: OrderStatus;
  readonly lines: Readonly<Record<string, LineStatus>>;
}

/** What a request that succeeded brought, as far as the checks use it. */
export type Answer =
  | {
      readonly what: "move-order" | "move-lines";
      readonly event: number;
      readonly status: OrderStatus;
    }
  | {
      readonly what: "read-tickets";
      /** Number of the last event that the answer reflects. */
      readonly lastEvent: number;
      readonly tickets: readonly ShownTicket[];
    }
  | { readonly what: "open-table"; readonly session: string; readonly diner: DinerId | null }
  | { readonly what: "join-table"; readonly session: string; readonly diner: DinerId }
  | { readonly what: "close-table" | "leave-table" | "other" };

/** A ticket as the checks use it; every server of a run says how far its lines are. */
export function shownTicket({ orderId, status, lines }: Ticket): ShownTicket {
  return {
    ...{ order: orderId, status },
    lines: Object.fromEntries(lines.map((line) => [line.id, line.status ?? "placed"])),
  };
}

/** A request and its fate; `op` ties the events of one request together and is unique in the run. */
export type RequestEvent =
  | { readonly kind: "asked"; readonly op: string; readonly by: string; readonly ask: Ask }
  | { readonly kind: "answered"; readonly op: string; readonly answer: Answer }
  /** The server answered with an error code. */
  | { readonly kind: "denied"; readonly op: string; readonly code: string }
  /** No answer: it may have been done, may yet be done, or never. */
  | { readonly kind: "unknown"; readonly op: string; readonly reason: string };

/** What a kitchen screen was told. Its view is what it makes of these, starting with nothing. */
export type ScreenEvent =
  /** The screen asks for everything after event `after`. */
  | { readonly kind: "kitchen-connected"; readonly screen: string; readonly after: number }
  | {
      readonly kind: "kitchen-event";
      readonly screen: string;
      readonly number: number;
      readonly order: string;
      readonly from: OrderStatus | null;
      readonly to: OrderStatus;
      /** Lines that went on by themselves; null for the order as a whole. */
      readonly moves: readonly LineMove[] | null;
    }
  /**
   * The screen reads the tickets again and goes on from `last`: a name may have been erased, or the
   * server does not know the number asked for.
   */
  | { readonly kind: "kitchen-reset"; readonly screen: string; readonly last: number };

/** Anything that the driver did to the system, so that a history can be read. Judged by nobody. */
export interface FaultEvent {
  readonly kind: "fault";
  readonly fault: string;
  readonly details: string;
}

export type Happening = PhoneEvent | PageEvent | RequestEvent | ScreenEvent | FaultEvent;

/** An event with its place in the run. */
export type HistoryEvent = Happening & {
  /** 1, 2, 3 … over the whole record. */
  readonly n: number;
  /** Wall time, ms since the epoch. */
  readonly at: number;
};

/** A finished record. */
export interface History {
  readonly events: readonly HistoryEvent[];
  /** Events that did not fit; a verdict over a record with holes is void. */
  readonly dropped: number;
}

/** Some 400 bytes each in memory. */
const MAX_EVENTS = 2_000_000;

/** Keeps events in the order in which they are told; only ever appends, up to a limit. */
export class Recorder implements History {
  readonly #events: HistoryEvent[] = [];
  readonly #limit: number;
  readonly #now: () => number;
  #dropped = 0;

  constructor({ limit = MAX_EVENTS, now = Date.now } = {}) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Notes what has just happened; beyond the limit it is only counted. */
  record(happening: Happening): void {
    if (this.#events.length >= this.#limit) this.#dropped += 1;
    else this.#events.push({ n: this.#events.length + 1, at: this.#now(), ...happening });
  }

  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  get dropped(): number {
    return this.#dropped;
  }
}

/**
 * Records what happens in a phone's document: its own edits as `sent`, before any of them can have
 * left the phone, and everybody else's as `seen`; what is in it already is recorded first. What comes
 * from the copy that the phone kept itself is nobody's word. Returns the way to stop.
 */
export function recordDocument(recorder: Recorder, who: PhoneId, doc: Y.Doc): () => void {
  recorder.record({ kind: "document-opened", ...who });
  for (const { root, map } of rootsOf(doc).values()) {
    for (const [key, item] of map._map) {
      if (item.deleted) continue;
      const kind = item.lastId.client === doc.clientID ? "sent" : "seen";
      const { client, clock } = item.lastId;
      recorder.record({ kind, ...who, root, key, value: map.get(key), client, clock: clock + 1 });
    }
  }
  return recordChanges(recorder, who, doc);
}

/** The same without what is in it already. */
export function recordChanges(recorder: Recorder, who: PhoneId, doc: Y.Doc): () => void {
  const roots = rootsOf(doc);
  // Yjs emits this before the update that a provider sends.
  doc.on("afterTransaction", onTransaction);
  return () => doc.off("afterTransaction", onTransaction);

  function onTransaction(transaction: Y.Transaction) {
    if (transaction.origin === FROM_COPY) return;
    const kind = transaction.local ? "sent" : "seen";
    for (const [type, keys] of transaction.changed) {
      const changed = roots.get(type);
      if (!changed) continue;
      const { root, map } = changed;
      for (const key of keys) {
        const item = key === null ? undefined : map._map.get(key);
        if (key === null || !item || item.deleted) continue;
        const { client, clock } = item.id;
        // What the phone has answered to it already is recorded as its own, in its own transaction.
        if (kind === "seen" && client === doc.clientID) continue;
        // Something older has arrived beside it: nobody but this phone may know of it yet.
        if (clock < (transaction.beforeState.get(client) ?? 0)) continue;
        const edit = { root, key, value: map.get(key), client, clock: clock + item.length };
        recorder.record({ kind, ...who, ...edit });
      }
    }
  }
}

function rootsOf(doc: Y.Doc): Map<unknown, { readonly root: Root; readonly map: Y.Map<unknown> }> {
  return new Map(
    ROOTS.map((root) => {
      const map = doc.getMap(root);
      return [map, { root, map }];
    }),
  );
}

/** The record as JSON lines, one event each, in pieces so that a long one need not be one string. */
export function* jsonLines(events: Iterable<HistoryEvent>): Generator<string> {
  for (const event of events) yield `${JSON.stringify(event)}\n`;
}
