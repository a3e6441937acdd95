import { MAX_FRAME_BYTES } from "@tureen/shared/platform/limits";

export interface BacklogBounds {
  /** Of one phone. */
  readonly phoneBytes: number;
  /** Of all phones of a process. */
  readonly bytes: number;
}

const BOUNDS: BacklogBounds = {
  // A whole greeting and some more.
  phoneBytes: 2 * MAX_FRAME_BYTES,
  // What a long stall of Postgres may cost in memory.
  bytes: 128 * 1024 * 1024,
};

/** What all phones of a process have sent and that waits for its turn, bounded. */
export class Backlog {
  readonly #bounds: BacklogBounds;
  #bytes = 0;

  constructor(bounds = BOUNDS) {
    this.#bounds = bounds;
  }

  /** Counts a frame that has to wait behind `own` bytes of its phone; false when there is no room for it. */
  take(bytes: number, own: number): boolean {
    if (own + bytes > this.#bounds.phoneBytes) return false;
    if (this.#bytes + bytes > this.#bounds.bytes) return false;
    this.#bytes += bytes;
    return true;
  }

  /** A frame that was counted waits no longer. */
  done(bytes: number): void {
    this.#bytes -= bytes;
  }
}
