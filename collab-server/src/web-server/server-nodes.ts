import { LiveConnections } from "./live-connections.ts";
import {
  BOUNDS,
  givesAway,
  leavingOrder,
  type NodeLoad,
  type PlacementBounds,
  placeTable,
  takesUpTo,
} from "./placement.ts";
import type { TableOfRequest } from "./table-of-request.ts";

/** What a node says of itself. */
export interface NodeReport {
  /** Its live connections. */
  readonly phones: number;
  /** It would turn newcomers away. */
  readonly isFull: boolean;
}

interface Told extends NodeReport {
  /** How many of its phones were ours then. */
  readonly ours: number;
}

/**
 * Which node of collab-server a request goes to. Every node can serve everything: that a table's
 * phones meet on one node, and a restaurant's tables on few, only saves messages and statements.
 */
export class ServerNodes {
  readonly #live = new LiveConnections();
  readonly #down = new Set<string>();
  readonly #told = new Map<string, Told>();
  /** Nodes that are giving tables away until they have no more than they would take. */
  readonly #giving = new Set<string>();
  readonly #bounds: PlacementBounds;
  #addresses: readonly string[];
  #turn = 0;

  /** `addresses` such as `127.0.0.1:5000`, at least one. */
  constructor(addresses: readonly string[], bounds = BOUNDS) {
    this.#bounds = bounds;
    this.#addresses = addresses;
  }

  get addresses(): readonly string[] {
    return this.#addresses;
  }

  /** Which nodes there are from now on; one that is no longer named gets nothing new. */
  replace(addresses: readonly string[]): void {
    this.#addresses = addresses;
    for (const known of [this.#down, this.#giving, this.#told]) {
      for (const address of known.keys()) {
        if (!addresses.includes(address)) known.delete(address);
      }
    }
  }

  /** The nodes that are up; all of them when none is, since one of them may just have come up. */
  get #choice(): readonly string[] {
    if (this.#down.size === 0) return this.#addresses;
    const up = this.#addresses.filter((address) => this.isUp(address));
    return up.length > 0 ? up : this.#addresses;
  }

  /** Those of them that take newcomers, as long as any does. */
  get #open(): readonly string[] {
    const open = this.#choice.filter((address) => !this.#told.get(address)?.isFull);
    return open.length > 0 ? open : this.#choice;
  }

  /**
   * The node for a request: where the table's phones are already; where its restaurant's next table
   * goes; for what says nothing of either, each in turn. An older phone names no restaurant, and its
   * table is placed by itself.
   */
  of({ sessionId, restaurantId }: Partial<TableOfRequest>): string {
    const open = this.#open;
    const together = sessionId && this.#live.nodeOfSession(sessionId, open);
    if (together) return together;
    const key = restaurantId ?? sessionId;
    return key === undefined ? this.next() : placeTable(this.#loads(open), key, this.#bounds);
  }

  /** The next node in turn. */
  next(): string {
    const choice = this.#choice;
    this.#turn = (this.#turn + 1) % choice.length;
    return choice[this.#turn] as string;
  }

  isUp(address: string): boolean {
    return !this.#down.has(address);
  }

  /** Live connections of ours to a node. */
  connections(address: string): number {
    return this.#live.on(address);
  }

  /** A live connection has been passed on to a node; `end` ends it. Returns what to call when it has ended. */
  enter(address: string, table: TableOfRequest, end: () => void): () => void {
    return this.#live.add(address, table, end);
  }

  /** Gives a node nothing new; `cutOff` also ends what it is doing, for one that no longer answers. */
  down(address: string, { cutOff = true } = {}): void {
    if (this.#addresses.includes(address)) this.#down.add(address);
    // Where there is no other to go to, waiting for this one is the best there is.
    if (cutOff && this.#addresses.some((other) => other !== address && this.isUp(other))) {
      this.#live.end(address);
    }
  }

  /** Puts a node back, with what it says of itself if it does. */
  up(address: string, report?: NodeReport): void {
    this.#down.delete(address);
    if (report && this.#addresses.includes(address))
      this.#told.set(address, { ...report, ours: this.#live.on(address) });
  }

  /**
   * Ends the connections of one table on each node that has far more than its part, for them to come
   * back to another. Several web servers need not agree: each counts what the others have done as
   * soon as the nodes say so.
   */
  evenOut(): void {
    const loads = this.#loads(this.#open);
    for (const node of loads) {
      const { address } = node;
      if (!givesAway(loads, node, this.#giving.has(address), this.#bounds))
        this.#giving.delete(address);
      else if (this.#giveOne(node, loads)) this.#giving.add(address);
      else this.#giving.delete(address);
    }
  }

  /** Sends one table away, unless the node would then be the one to take it back. */
  #giveOne({ address, phones }: NodeLoad, loads: readonly NodeLoad[]): boolean {
    const tables = this.#live.tablesOn(address).filter(({ sessionId }) => sessionId !== undefined);
    const keyOf = ({ restaurantId, sessionId }: TableOfRequest) => restaurantId ?? sessionId ?? "";
    const [key] = leavingOrder(loads, address, tables.map(keyOf));
    const sessionId = tables.find((table) => keyOf(table) === key)?.sessionId;
    if (sessionId === undefined) return false;
    const size = tables.filter((table) => table.sessionId === sessionId).length;
    if (phones - size < takesUpTo(loads, this.#bounds)) return false;
    this.#live.end(address, sessionId);
    return true;
  }

  /** What the nodes have said of themselves, and what has come and gone through here since. */
  #loads(addresses: readonly string[]): NodeLoad[] {
    return addresses.map((address) => {
      const told = this.#told.get(address);
      const ours = this.#live.on(address);
      return { address, phones: told ? Math.max(ours, told.phones + ours - told.ours) : ours };
    });
  }
}
