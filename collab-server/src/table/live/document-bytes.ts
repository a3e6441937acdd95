import { BYTES_SHARE, exceedsShare } from "@tureen/shared/table/document/shares";
import type { DinerId } from "@tureen/shared/table/document/types";

/** What the diners have written to one session's log, in bytes. What the server writes is not counted. */
export class DocumentBytes {
  readonly #byDiner: Map<DinerId, number>;
  #all: number;

  constructor(byDiner: ReadonlyMap<DinerId, number>) {
    this.#byDiner = new Map(byDiner);
    this.#all = [...byDiner.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Counts an entry of the log; each once. */
  wrote(author: string, bytes: number): void {
    if (author === "server") return;
    this.#all += bytes;
    this.#byDiner.set(author, (this.#byDiner.get(author) ?? 0) + bytes);
  }

  /** Whether the document has room for so much more of this diner. */
  hasRoomFor(diner: DinerId, bytes: number): boolean {
    const own = (this.#byDiner.get(diner) ?? 0) + bytes;
    return !exceedsShare(BYTES_SHARE, { all: this.#all + bytes, own });
  }
}
