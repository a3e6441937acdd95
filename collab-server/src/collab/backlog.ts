import { MAX_FRAME_BYTES } from "@tureen/shared/limits";

/** Frames of one phone that may wait for their turn, bytes: a whole greeting and some more. */
const MAX_BYTES_OF_PHONE = 2 * MAX_FRAME_BYTES;
/** The same of all phones of a process: what a long stall of Postgres may cost in memory. */
const MAX_BYTES = 128 * 1024 * 1024;

export interface BacklogBounds {
  readonly phoneBytes: number;
  readonly bytes: number;
}

/** What all phones of a process have sent and that waits for its turn, bounded. */
export class Backlog {
  readonly #bounds: BacklogBounds;
  #bytes = 0;

  constructor(bounds: BacklogBounds = { phoneBytes: MAX_BYTES_OF_PHONE, bytes: MAX_BYTES }) {
    this.#bounds = bounds;
  }

  /** Bytes that wait now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The part of one phone. */
  ofPhone(): PhoneBacklog {
    let own = 0;
    return {
      take: (bytes) => {
        if (own + bytes > this.#bounds.phoneBytes) return false;
        if (this.#bytes + bytes > this.#bounds.bytes) return false;
        own += bytes;
        this.#bytes += bytes;
        return true;
      },
      done: (bytes) => {
        own -= bytes;
        this.#bytes -= bytes;
      },
    };
  }
}

export interface PhoneBacklog {
  /** Counts a frame that has to wait; false when there is no room for it. */
  take(bytes: number): boolean;
  /** A frame that was counted waits no longer. */
  done(bytes: number): void;
}
