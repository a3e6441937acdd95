/**
 * Sockets that have not said who they are. Opening one costs nothing, so they are few, may say
 * little, and do not stay. When there are too many the oldest goes: an honest phone signs in within
 * a round trip, so it is never among the oldest for long, however fast somebody else opens sockets.
 */
import { CLOSE } from "@tureen/shared/platform/protocol/reactions";
import type { Ending } from "../hocuspocus/control-frames.ts";

/** How many, how long, how much; replaceable so that tests need not wait. */
export interface UnauthenticatedLimits {
  /** From one address: a whole restaurant's phones, back at once, behind one router. */
  readonly perAddress: number;
  readonly inAll: number;
  readonly deadlineMs: number;
  /** A token, a state vector, presence, and what was tapped since the socket opened. */
  readonly bytes: number;
}

export const UNAUTHENTICATED_LIMITS: UnauthenticatedLimits = {
  perAddress: 1_000,
  inAll: 2_000,
  deadlineMs: 10_000,
  bytes: 64 * 1024,
};

// None of these is a verdict on the phone's document or token: it may come back.
const CROWDED_OUT: Ending = { code: CLOSE.unavailable, reason: "overloaded" };
const SAID_TOO_MUCH: Ending = { code: CLOSE.unavailable, reason: "too-fast" };
const TOO_LATE: Ending = { code: 4408, reason: "sign-in-timeout" };

/** A socket that has not said who it is. */
export interface UnauthenticatedSocket {
  /** Counts bytes that it sent; past the limit it is ended. */
  received(bytes: number): void;
  /** It signed in, or it is gone. */
  forget(): void;
}

interface Known extends UnauthenticatedSocket {
  readonly address: string;
  readonly end: (ending: Ending) => void;
}

export class UnauthenticatedSockets {
  readonly #limits: UnauthenticatedLimits;
  /** All of them, the oldest first. */
  readonly #all = new Set<Known>();
  readonly #byAddress = new Map<string, Set<Known>>();

  constructor(limits: UnauthenticatedLimits = UNAUTHENTICATED_LIMITS) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#all.size;
  }

  /** Notes a new socket; `end` is called, at most once, when it must go. */
  add(address: string, end: (ending: Ending) => void): UnauthenticatedSocket {
    const { perAddress, inAll, deadlineMs, bytes: mostBytes } = this.#limits;
    const neighbours = this.#byAddress.get(address);
    if (neighbours && neighbours.size >= perAddress) this.#end(first(neighbours), CROWDED_OUT);
    else if (this.#all.size >= inAll) this.#end(first(this.#all), CROWDED_OUT);

    let bytes = 0;
    const known: Known = {
      address,
      end,
      received: (count) => {
        bytes += count;
        if (bytes > mostBytes) this.#end(known, SAID_TOO_MUCH);
      },
      forget: () => {
        clearTimeout(deadline);
        this.#forget(known);
      },
    };
    const deadline = setTimeout(() => this.#end(known, TOO_LATE), deadlineMs);
    deadline.unref();
    this.#all.add(known);
    const there = this.#byAddress.get(address);
    if (there) there.add(known);
    else this.#byAddress.set(address, new Set([known]));
    return known;
  }

  #end(known: Known | undefined, ending: Ending): void {
    if (!known || !this.#all.has(known)) return;
    known.forget();
    known.end(ending);
  }

  #forget(known: Known): void {
    this.#all.delete(known);
    const neighbours = this.#byAddress.get(known.address);
    neighbours?.delete(known);
    if (neighbours?.size === 0) this.#byAddress.delete(known.address);
  }
}

function first<T>(set: ReadonlySet<T>): T | undefined {
  return set.values().next().value;
}
