/**
 * Sockets that have not said who they are. Opening one costs nothing, so they are few, may say
 * little, and do not stay. When there are too many the oldest goes: an honest phone signs in within
 * a round trip, so it is never among the oldest for long, however fast somebody else opens sockets.
 */
import { CLOSE } from "@tureen/shared/platform/protocol/reactions";
import type { Ending } from "../hocuspocus/control-frames.ts";

/** How many, how long, how much; replaceable so that tests need not wait. */
export interface StrangerLimits {
  /** From one address: a whole restaurant's phones, back at once, behind one router. */
  readonly perAddress: number;
  readonly inAll: number;
  readonly deadlineMs: number;
  /** A token, a state vector, presence, and what was tapped since the socket opened. */
  readonly bytes: number;
}

export const STRANGER_LIMITS: StrangerLimits = {
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
export interface Stranger {
  /** Counts bytes that it sent; past the limit it is ended. */
  received(bytes: number): void;
  /** It signed in, or it is gone. */
  forget(): void;
}

interface Known extends Stranger {
  readonly address: string;
  readonly end: (ending: Ending) => void;
}

export class Strangers {
  readonly #limits: StrangerLimits;
  /** All of them, the oldest first. */
  readonly #all = new Set<Known>();
  readonly #byAddress = new Map<string, Set<Known>>();

  constructor(limits: StrangerLimits = STRANGER_LIMITS) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#all.size;
  }

  /** Notes a new socket; `end` is called, at most once, when it must go. */
  add(address: string, end: (ending: Ending) => void): Stranger {
    const { perAddress, inAll, deadlineMs, bytes: mostBytes } = this.#limits;
    const neighbours = this.#byAddress.get(address);
    if (neighbours && neighbours.size >= perAddress) this.#end(first(neighbours), CROWDED_OUT);
    else if (this.#all.size >= inAll) this.#end(first(this.#all), CROWDED_OUT);

    let bytes = 0;
    const stranger: Known = {
      address,
      end,
      received: (count) => {
        bytes += count;
        if (bytes > mostBytes) this.#end(stranger, SAID_TOO_MUCH);
      },
      forget: () => {
        clearTimeout(deadline);
        this.#forget(stranger);
      },
    };
    const deadline = setTimeout(() => this.#end(stranger, TOO_LATE), deadlineMs);
    deadline.unref();
    this.#all.add(stranger);
    const there = this.#byAddress.get(address);
    if (there) there.add(stranger);
    else this.#byAddress.set(address, new Set([stranger]));
    return stranger;
  }

  #end(stranger: Known | undefined, ending: Ending): void {
    if (!stranger || !this.#all.has(stranger)) return;
    stranger.forget();
    stranger.end(ending);
  }

  #forget(stranger: Known): void {
    this.#all.delete(stranger);
    const neighbours = this.#byAddress.get(stranger.address);
    neighbours?.delete(stranger);
    if (neighbours?.size === 0) this.#byAddress.delete(stranger.address);
  }
}

function first<T>(set: ReadonlySet<T>): T | undefined {
  return set.values().next().value;
}
