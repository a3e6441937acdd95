/**
 * What the sync client needs of a document. The phone's is `SessionReplica`; a benchmark's may be one
 * that only notes when it sees what.
 */
export interface Replica {
  /** What this side has, to ask for the rest by. */
  vector(): Uint8Array;
  /** Everything that is here and not there; `vector` is what the server says it has. */
  answer(vector: Uint8Array): Outgoing;
  /** Takes what came from the server; `complete` when it is all that the server had. */
  take(update: Uint8Array, complete: boolean): void;
  /** The server has taken what this mark covers. */
  saved(mark: SaveMark): void;
  /** Called with everything that is written here, in order. */
  onWritten: ((written: Outgoing) => void) | undefined;
  /** The server refuses something in this document, for this reason; `part` when it is known which. */
  refused(reason: string, part: Outgoing | undefined): void;
  /** Begins with an empty document, which takes this one's place when `take` has completed it. */
  beginAfresh(): void;
  /**
   * What the document that has just taken the other's place holds and the server lacks, piece by piece,
   * in an order in which it can be taken.
   */
  pieces(): readonly Outgoing[];
}

/** How far each of this side's clients has written, by client id; what is below is covered. */
export type SaveMark = ReadonlyMap<number, number>;

/** An update on its way to the server. */
export interface Outgoing {
  readonly update: Uint8Array;
  readonly mark: SaveMark;
  /** The values that it sets, where that is known. */
  readonly sets?: readonly SetValue[];
}

/** A key of a root of the document. */
export interface SetValue {
  readonly root: string;
  readonly key: string;
}
