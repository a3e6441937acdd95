/** What is compared: one system, its server in a process of its own and its phones here. */
import type { MeasuredProcess } from "../process.ts";
import type { FullRestaurant } from "../restaurant.ts";

/** Where a server runs and what it may use. */
export interface ArmSetup {
  /** Embedded Postgres, with fsync. */
  readonly databaseUrl: string;
  /** Signs diners' tokens. */
  readonly secret: string;
  readonly port: number;
  /** Between several nodes. */
  readonly redisUrl?: string | undefined;
}

/** Is told what a phone notices. Edits go by names; `at` is performance.now(). */
export interface Witness {
  /** A phone sees an edit of another. */
  seen(edit: string, at: number): void;
  /** The server acknowledges an edit to the phone that made it. */
  acknowledged(edit: string, at: number): void;
}

/** A phone of one arm: takes the time of what comes back, and keeps no more of it than it must. */
export interface PeerPhone {
  /** Why the connection ended; null while it lasts. */
  readonly closed: string | null;
  /** Connects, also again; resolves when the phone has what the server had. */
  connect(): Promise<unknown>;
  /** Puts a new dish in the cart with one portion of it; returns the edit's name. */
  add(): string;
  /** Changes the quantity of one of its own lines, by number; returns the edit's name. */
  tap(line: number, by: 1 | -1): string;
  showPresence(): void;
  close(): void;
}

export type Place = FullRestaurant["places"][number];

export interface Arm {
  readonly name: string;
  /** What is still there after a crash, and what an acknowledgement is worth. */
  readonly durability: string;
  /** Phones are told when an edit has arrived. */
  readonly acknowledges: boolean;
  /** What was acknowledged is there after a restart; Postgres works for it. */
  readonly durable: boolean;
  /** Starts the server; resolves when it can be asked. */
  serve(setup: ArmSetup): Promise<MeasuredProcess>;
  /** A phone at this place, not connected yet. */
  phone(options: {
    readonly port: number;
    readonly place: Place;
    /** A dish on the menu. */
    readonly item: string;
    readonly witness: Witness;
  }): PeerPhone;
}
