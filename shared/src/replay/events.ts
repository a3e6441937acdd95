/**
 * What people and the server did, read off a journal: the marks on a timeline. Ids only, so that it
 * can be shown in any language and without names; describe.ts turns it into sentences.
 */

import type { LineMove } from "../orders/line-move.ts";
import { makerOf, splitPortionKey } from "../table/document/keys.ts";
import type { OrderStatus } from "../table/document/order-status.ts";
import { ROOTS, type Root, type RootHappening, rootOf } from "../table/document/roots.ts";
import type {
  Confirm,
  DinerId,
  Line,
  LineRejection,
  Order,
  Receipt,
  RejectionCode,
} from "../table/document/types.ts";
import type { Journal, JournalEntry, KeyChange } from "./journal.ts";
import { movesBetween } from "./order-steps.ts";

/** What happened; `line`, `lines` are line ids, money is minor units. */
export type Happening =
  | RootHappening
  | {
      readonly kind: "took";
      readonly diner: DinerId;
      readonly line: string;
      readonly value: Line;
      readonly quantity: number;
    }
  | {
      /** A tap on a line that was there: `by` more (or, negative, fewer), `left` in the cart then. */
      readonly kind: "changed";
      readonly diner: DinerId;
      readonly line: string;
      readonly value: Line;
      readonly by: number;
      readonly left: number;
    }
  | {
      readonly kind: "confirmed";
      readonly diner: DinerId;
      readonly confirm: string;
      readonly lines: readonly string[];
      readonly total: number;
    }
  | {
      readonly kind: "ordered";
      readonly diner: DinerId;
      readonly confirm: string;
      readonly order: string;
      readonly number: number;
      readonly lines: readonly string[];
      readonly total: number;
    }
  | {
      readonly kind: "rejected";
      readonly diner: DinerId;
      readonly confirm: string;
      readonly code: RejectionCode;
      /** The lines of the confirm. */
      readonly lines: readonly string[];
      readonly reasons: readonly LineRejection[];
    }
  | {
      readonly kind: "status";
      readonly order: string;
      readonly number: number;
      readonly lines: readonly string[];
      readonly from: OrderStatus;
      readonly to: OrderStatus;
      readonly reason?: string;
      /** Its lines that went on one by one, which are then `lines`; left out where all of it moved. */
      readonly moves?: readonly (LineMove & { readonly item: string })[];
    };

/** One mark on the timeline. */
export type SessionEvent = Happening & {
  /** The entry of the log that brought it: seek to `index + 1` to see it done. */
  readonly index: number;
  readonly seq: number;
  readonly author: JournalEntry["author"];
  /** When the server took it in. */
  readonly at: number;
  /** When it was done, by the phone's corrected clock, where that is known; else the same as `at`. */
  readonly doneAt: number;
};

/** All events of a session, in the order of the log. Linear in its length. */
export function eventsOf(journal: Journal): SessionEvent[] {
  const reader = new EventReader();
  return journal.log.flatMap((entry, index) =>
    reader.read(entry, index, journal.changes[index] ?? []),
  );
}

/** The events of one line, from its first tap to served. */
export function storyOf(events: readonly SessionEvent[], line: string): SessionEvent[] {
  return events.filter((event) => {
    if ("line" in event) return event.line === line;
    return "lines" in event && event.lines.includes(line);
  });
}

/** Reads events entry by entry, in order; keeps what it needs to know of the earlier ones. */
export class EventReader {
  readonly #lines = new Map<string, Line>();
  /** Portions of each line that were asked for in all, and that orders took. */
  readonly #wanted = new Map<string, number>();
  readonly #ordered = new Map<string, number>();
  readonly #confirms = new Map<string, Confirm>();
  readonly #orders = new Map<string, Order>();

  read(entry: JournalEntry, index: number, changes: readonly KeyChange[]): SessionEvent[] {
    const { seq, author, at } = entry;
    const events: SessionEvent[] = [];
    const say = (happening: Happening, doneAt = at) =>
      events.push({ ...happening, index, seq, author, at, doneAt });
    const under = <T>(root: Root) => changesUnder<T>(changes, root);

    this.#tell(changes, FIRST, say);
    const fresh = this.#readLines(under<Line>("lines"));
    this.#readPortions(under<number>("portions"), fresh, say);
    this.#tell(changes, OTHERS, say);
    for (const { key, after } of under<Confirm>("confirms")) {
      if (!after) continue;
      this.#confirms.set(key, after);
      const lines = after.lines.map((line) => line.line);
      const { total } = after;
      say({ kind: "confirmed", diner: makerOf(key), confirm: key, lines, total }, after.at);
    }
    this.#readOrders(under<Order>("orders"), say);
    this.#readReceipts(under<Receipt>("receipts"), say);
    return events;
  }

  /** What the roots' definitions tell, key by key. */
  #tell(changes: readonly KeyChange[], roots: readonly Root[], say: Say): void {
    for (const root of roots) {
      const { tell, doneAt } = rootOf(root) as TellingRoot;
      if (!tell) continue;
      for (const change of changesUnder<unknown>(changes, root)) {
        const at = change.after === undefined ? undefined : doneAt?.(change.after);
        for (const happening of tell(change)) say(happening, at);
      }
    }
  }

  /** Returns the lines that are new with this entry. */
  #readLines(changes: readonly Change<Line>[]): Set<string> {
    const fresh = new Set<string>();
    for (const { key, before, after } of changes) {
      if (!after) this.#lines.delete(key);
      if (!after || before) continue;
      this.#lines.set(key, after);
      fresh.add(key);
    }
    return fresh;
  }

  #readPortions(changes: readonly Change<number>[], fresh: ReadonlySet<string>, say: Say): void {
    const taken = new Map([...fresh].map((line) => [line, 0]));
    for (const { key, before = 0, after = 0 } of changes) {
      const { lineId: line, diner } = splitPortionKey(key);
      const by = after - before;
      this.#wanted.set(line, (this.#wanted.get(line) ?? 0) + by);
      const value = this.#lines.get(line);
      if (!value) continue;
      const quantity = taken.get(line);
      if (quantity !== undefined && diner === makerOf(line)) taken.set(line, quantity + by);
      else say({ kind: "changed", diner, line, value, by, left: this.#left(line) });
    }
    for (const [line, quantity] of taken) {
      const value = this.#lines.get(line) as Line;
      say({ kind: "took", diner: makerOf(line), line, value, quantity }, value.at);
    }
  }

  #readOrders(changes: readonly Change<Order>[], say: Say): void {
    for (const { key, before, after } of changes) {
      if (!after) continue;
      this.#orders.set(key, after);
      if (!before) {
        for (const { line, quantity } of after.lines) {
          this.#ordered.set(line, (this.#ordered.get(line) ?? 0) + quantity);
        }
      } else {
        const { number, status: to, reason } = after;
        const moves = movesBetween(before, after);
        const lines = (moves ?? after.lines).map(({ line }) => line);
        const why = reason === undefined ? {} : { reason };
        const how = moves
          ? { moves: moves.map((move) => ({ ...move, item: itemOf(after, move) })) }
          : {};
        say({ kind: "status", order: key, number, lines, from: before.status, to, ...how, ...why });
      }
    }
  }

  #readReceipts(changes: readonly Change<Receipt>[], say: Say): void {
    for (const { key, before, after } of changes) {
      if (!after || before) continue;
      const confirm = this.#confirms.get(key);
      const lines = confirm?.lines.map((line) => line.line) ?? [];
      const common = { diner: makerOf(key), confirm: key, lines };
      if (after.ok) {
        const { order, number } = after;
        const total = this.#orders.get(order)?.total ?? confirm?.total ?? 0;
        say({ kind: "ordered", ...common, order, number, total });
      } else {
        say({ kind: "rejected", ...common, code: after.code, reasons: after.lines });
      }
    }
  }

  #left(line: string): number {
    return Math.max(0, (this.#wanted.get(line) ?? 0) - (this.#ordered.get(line) ?? 0));
  }
}

/** The dish of a line that was moved. */
function itemOf(order: Order, { line }: LineMove): string {
  return order.lines.find((each) => each.line === line)?.item ?? "";
}

/** Told before what people did in the same entry. */
const FIRST: readonly Root[] = ["session", "diners"];
/** Told here, since one happening takes keys of several of them. */
const TOGETHER: readonly Root[] = ["lines", "portions", "confirms", "orders", "receipts"];
const OTHERS = ROOTS.filter((root) => !FIRST.includes(root) && !TOGETHER.includes(root));

/** A definition as a replay reads it, whatever its values are. */
interface TellingRoot {
  readonly tell?: (change: KeyChange) => readonly RootHappening[];
  readonly doneAt?: (value: unknown) => number;
}

type Say = (happening: Happening, doneAt?: number) => void;
type Change<T> = KeyChange & { readonly before: T | undefined; readonly after: T | undefined };

/** In the order of their keys, so that the same log always tells the same story. */
function changesUnder<T>(changes: readonly KeyChange[], root: Root): Change<T>[] {
  const under = changes.filter((change) => change.root === root) as Change<T>[];
  return under.sort((a, b) => (a.key < b.key ? -1 : 1));
}
